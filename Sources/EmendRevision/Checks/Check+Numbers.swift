// SPDX-License-Identifier: Apache-2.0

import EmendText

extension Check {
  /// Refuses a text in which a number is lost, new or another, or no longer what it counts: an amount, a date, a version,
  /// a unit, a bound such as "over 3,000", the order of two of them.
  ///
  /// Any script's decimal digits count. Numbers in words are known for English, German, French and Spanish, from two on;
  /// "three" may become 3.
  ///
  /// ## Before
  /// `It took 1,340 cards, at least 3.5 hours and two people on 2026-10-02.`
  /// ## After
  /// `It took 1,430 cards, 3.5 hours and three people.`
  static let numbers = Check(name: "numbers", summary: "a number lost, new, changed or moved") { input in
    let before = Number.numbers(in: input.original, input.lexicon)
    let after = Number.numbers(in: input.replacement, input.lexicon)
    guard input.limits.keepsFacts else {
      let known = Set(before.map(\.value))
      return after.first { !known.contains($0.value) }.map { new in
        CheckProblem("the number \(new.text) is new", replacement: new.range)
      }
    }
    var surplus: [String: Int] = [:]
    for number in after { surplus[number.value, default: 0] += 1 }
    for number in before { surplus[number.value, default: 0] -= 1 }
    if let lost = before.first(where: { surplus[$0.value, default: 0] < 0 }) {
      return CheckProblem("the number \(lost.text) is missing", original: lost.range)
    }
    if let new = after.first(where: { surplus[$0.value, default: 0] > 0 }) {
      return CheckProblem("the number \(new.text) is new or doubled", replacement: new.range)
    }
    var unmatched = after
    for old in before {
      // Of equal numbers the one that counts the same.
      let place =
        unmatched.firstIndex { $0.value == old.value && $0.unit == old.unit && $0.hedge == old.hedge }
        ?? unmatched.firstIndex { $0.value == old.value }
      guard let place else { continue }
      let new = unmatched.remove(at: place)
      if let unit = old.unit, let other = new.unit, unit != other {
        return CheckProblem(
          "\(old.text) \(unit) becomes \(new.text) \(other)", original: old.range, replacement: new.range)
      }
      if let hedge = old.hedge, new.hedge == nil {
        return CheckProblem(
          "\(old.text) has lost the \"\(hedge)\" before it", original: old.range, replacement: new.range)
      }
      if let hedge = new.hedge, old.hedge == nil {
        return CheckProblem("\(new.text) has a new \"\(hedge)\" before it", original: old.range, replacement: new.range)
      }
    }
    return displaced(input, before, after)
  }

  /// Two numbers that have changed places and left their company.
  private static func displaced(_ input: CheckInput, _ before: [Number], _ after: [Number]) -> CheckProblem? {
    let items = { (text: ProseText, numbers: [Number]) in numbers.map { Item(key: $0.value, range: $0.range, in: text) }
    }
    return Item.displaced(items(input.original, before), items(input.replacement, after)).map { old, new in
      CheckProblem("the number \(old.key) stands in another's place", original: old.range, replacement: new.range)
    }
  }
}

/// A number in a text.
struct Number: Equatable {
  /// As it stands there.
  let text: String
  /// The digits of a number in words; without marks that group digits by three.
  let value: String
  let range: ByteRange
  /// The known unit after it, in one spelling.
  let unit: String?
  /// The word before it that bounds or blurs it.
  let hedge: String?

  /// The numbers of a text, in order, those in code and addresses included.
  static func numbers(in text: ProseText, _ lexicon: Lexicon?) -> [Number] {
    var found = digits(in: text).map { range in number(text.string(range), range, text, lexicon) }
    for word in text.words {
      guard let value = lexicon?.numberWords[word.lowered] else { continue }
      let number = number(word.text, word.range, text, lexicon)
      found.append(Number(text: word.text, value: value, range: word.range, unit: number.unit, hedge: number.hedge))
    }
    return found.sorted { $0.range.start < $1.range.start }
  }

  private static func number(_ digits: String, _ range: ByteRange, _ text: ProseText, _ lexicon: Lexicon?) -> Number {
    var value = digits
    // 1,000 and 1.000 and 1’000, and 1,000.5
    if let fraction = withoutGroups(before: digits) { value = fraction }
    for mark: Character in [",", ".", "’", "'"] {
      let groups = digits.split(separator: mark)
      if groups.count > 1, groups[0].count <= 3, groups[0] != "0",
        groups.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isNumber) })
      {
        // One point and three digits may be a fraction: left as it is, and compared as such.
        if mark != "." || groups.count > 2 { value = groups.joined() }
      }
    }
    let next = text.word(from: range.end).flatMap { $0.range.start <= range.end + 2 ? $0 : nil }
    var unit = next.flatMap { units[$0.lowered] }
    let tail = String(decoding: text.bytes[range.end...].prefix(3), as: UTF8.self)
    if unit == nil, tail.hasPrefix("%") || tail.hasPrefix(" %") { unit = "%" }
    let hedge = lexicon.flatMap { lexicon in
      let before = text.word(upTo: range.start)
      return before.flatMap {
        $0.range.end + 1 >= range.start && lexicon.numberHedges.contains($0.lowered) ? $0.lowered : nil
      }
    }
    return Number(text: digits, value: value, range: range, unit: unit, hedge: hedge)
  }

  /// Takes the commas out of a number with groups of three digits and a fraction behind a point; `nil` for any other.
  private static func withoutGroups(before digits: String) -> String? {
    let parts = digits.split(separator: ".")
    guard parts.count == 2, parts[1].allSatisfy(\.isNumber) else { return nil }
    let groups = parts[0].split(separator: ",")
    guard groups.count > 1, groups[0].count <= 3, groups[0] != "0",
      groups.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isNumber) })
    else { return nil }
    return groups.joined() + "." + parts[1]
  }

  /// Units in one spelling each; names of time also in German, French and Spanish.
  private static let units: [String: String] = {
    let spellings = [
      "ms": "milliseconds millisecond ms",
      "s": "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos",
      "min": "min mins minute minutes minuten minuto minutos",
      "h": "h hour hours stunde stunden heure heures hora horas",
      "d": "day days tag tage tagen jour jours día días",
      "wk": "week weeks woche wochen semaine semaines semana semanas",
      "mo": "month months monat monate monaten mois mes meses",
      "y": "year years jahr jahre jahren an ans année años año",
      "B": "byte bytes", "kB": "kb kib kilobyte kilobytes", "MB": "mb mib megabyte megabytes",
      "GB": "gb gib gigabyte gigabytes",
      "TB": "tb tib terabyte terabytes", "bit": "bit bits", "%": "percent prozent pourcent porciento", "mm": "mm",
      "cm": "cm",
      "m": "m meter meters metre metres mètre mètres metros metern",
      "km": "km kilometer kilometers kilometre kilometres",
      "g": "g gram grams gramm", "kg": "kg kilogram kilograms", "px": "px pixel pixels", "MHz": "mhz", "GHz": "ghz",
      "€": "euro euros", "$": "dollar dollars",
    ]
    var units: [String: String] = [:]
    for (unit, words) in spellings { for word in wordSet(words) { units[word] = unit } }
    return units
  }()

  /// Runs of digits, with the points, commas, colons, hyphens and slashes between them.
  private static func digits(in text: ProseText) -> [ByteRange] {
    let joints: Set<Character> = [".", ",", ":", "-", "/", "’", "'"]
    var found: [ByteRange] = []
    let characters = Array(text.text)
    var offset = 0
    var place = 0
    while place < characters.count {
      guard characters[place].isDecimalDigit else {
        offset += characters[place].utf8.count
        place += 1
        continue
      }
      let start = offset
      while place < characters.count {
        let isJoint =
          joints.contains(characters[place]) && place + 1 < characters.count && characters[place + 1].isDecimalDigit
        guard characters[place].isDecimalDigit || isJoint else { break }
        offset += characters[place].utf8.count
        place += 1
      }
      found.append(ByteRange(start, offset))
    }
    return found
  }
}

extension Character {
  /// Whether this is a decimal digit of any script.
  fileprivate var isDecimalDigit: Bool { unicodeScalars.first?.properties.generalCategory == .decimalNumber }
}
