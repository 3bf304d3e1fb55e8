// SPDX-License-Identifier: Apache-2.0

import Dispatch
import EmendCLI

@main
struct Main {
  // Not asynchronous: the concurrency runtime opens descriptors, and the standard ones must be in order before that.
  static func main() {
    EmendCommand.prepare()
    Task { await EmendCommand.start() }
    dispatchMain()
  }
}
