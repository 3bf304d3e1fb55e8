// SPDX-License-Identifier: Apache-2.0

/// A value and what it was set by.
struct Setting<Value: Sendable>: Sendable {
  var value: Value
  let origin: SettingOrigin

  /// The same set to something else.
  func with<Other>(_ value: Other) -> Setting<Other> { Setting<Other>(value: value, origin: origin) }

  /// What is wrong with it, with its place.
  func mistake(_ problem: String) -> CommandFailure { CommandFailure("\(origin): \(problem)") }
}

/// What sets a value, for messages.
enum SettingOrigin: Equatable, Sendable, CustomStringConvertible {
  /// By its name without hyphens.
  case flag(String)
  case variable(String)
  case file(path: String, line: Int)

  var description: String {
    switch self {
    case .flag(let name): "flag --\(name)"
    case .variable(let name): name
    case .file(let path, let line): "\(path):\(line)"
    }
  }
}

extension Setting {
  /// What a flag says; `nil` if it is not given.
  init?(_ value: Value?, flag: String) {
    guard let value else { return nil }
    self.init(value: value, origin: .flag(flag))
  }
}
