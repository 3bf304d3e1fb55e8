// SPDX-License-Identifier: Apache-2.0

import EmendServer
import Testing

struct ServerAddressTests {
}
