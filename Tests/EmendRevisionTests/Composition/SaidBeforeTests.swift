// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import EmendRevision

struct SaidBeforeTests {
  private func match(_ text: String, after said: [String], topic: String = "Small models") -> String? {
    var before = SaidBefore(topic: topic, lexicon: .english)
    for text in said { before.add(text) }
    return before.match(for: text)
  }

  @Test(
    "What says nearly the same is found",
    arguments: [
      ("Lower costs", "The lower cost"), ("Energy use and its price", "Price of the energy used"),
      ("You can fit a model into your car.", "You can fit a model into your house."),
      ("Small models", "The small model"), ("小さな庭", "小さな庭"), ("To be or not to be", "To be or not to be"),
      ("Costs", "Costs and energy"), ("You're going to Lisbon.", "You're going to Lisbon's beautiful city."),
      ("The text is too long, the word is not so, is it?", "The word is not so, is it?"),
    ])
  func same(text: String, said: String) {
    #expect(match(text, after: ["Something else entirely", said]) == said)
  }

  @Test(
    "What says something else is not, even if both speak of the topic",
    arguments: [
      ("Speed of small models", "Cost of small models"), ("Where they run", "How they learn"),
      ("Planning the route", "Packing the bags"), ("Use less energy", "Answer in less time"),
    ])
  func other(text: String, said: String) {
    #expect(match(text, after: [said]) == nil)
  }

  @Test("Without anything said, nothing is said again")
  func nothing() {
    #expect(match("A text", after: []) == nil)
  }
}
