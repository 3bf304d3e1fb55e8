// SPDX-License-Identifier: Apache-2.0

import EmendCLI

@main
struct Main {
  static func main() async {
    await EmendCommand.start()
  }
}
