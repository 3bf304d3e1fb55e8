// SPDX-License-Identifier: Apache-2.0

extension Lexicon {
  static let english = Lexicon(
    code: "en",
    functionWords: wordSet(
      """
      a an the this that these those i you he she it we they me him her us them my your his its our their who whom whose
      which what where when why how and or but nor so yet if because although though while since as than then of in on at
      by for with about against between into through during before after above below to from up down out off over under
      is are was were be been being am do does did doing done have has had having will would shall should can could may
      might must not no there here all any both each few more most other some such only own same too very just also
      """),
    adverbs: wordSet(
      """
      when where why how if because although though while since here there any all both each
      few more most other some such only own same too very just also yet no not so than then before after
      """),
    restrictives: wordSet("only just merely solely simply exclusively"),
    negations: wordSet(
      """
      not no never none nobody nothing nowhere neither nor without cannot unless except hardly barely scarcely rarely
      seldom lack lacks lacked lacking fail fails failed unable
      """),
    negativeEndings: ["n't"], negativePrefixes: ["un", "in", "im", "ir", "il", "dis", "non", "non-", "mis"],
    modality: Modality(
      obligation: wordSet("must shall mandatory").union(
        ["need to", "needs to", "have to", "has to", "required to", "obliged to"]),
      advice: wordSet("should ought advisable"),
      hedges: wordSet(
        """
        may might perhaps maybe possibly probably likely seems seem seemingly appears apparently arguably presumably
        usually often sometimes generally typically mostly commonly occasionally frequently
        """),
      possibility: wordSet("can could would able possible tend tends normally mainly largely")),
    persons: Persons(
      writer: wordSet(
        "i me my mine myself we us our ours ourselves i'm i've i'd i'll we're we've we'd we'll"),
      reader: wordSet("you your yours yourself yourselves you're you've you'd you'll")),
    opposites: wordPairs(
      """
      always/never always/sometimes all/some before/after above/below more/less more/fewer most/least increase/decrease
      increases/decreases increased/decreased enable/disable enables/disables enabled/disabled allow/forbid allows/forbids
      first/last minimum/maximum faster/slower fast/slow larger/smaller bigger/smaller higher/lower high/low better/worse
      good/bad safe/unsafe old/new older/newer early/late earlier/later true/false add/remove adds/removes added/removed
      include/exclude includes/excludes start/stop starts/stops begin/end open/close opens/closes opened/closed
      accept/reject accepts/rejects accepted/rejected push/pull read/write reads/writes import/export left/right up/down
      public/private internal/external success/failure inside/outside client/server input/output optional/required
      easy/hard easier/harder with/without positive/negative same/different cheap/expensive short/long shorter/longer
      """),
    numberWords: numbered(
      from: 2,
      """
      two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
      nineteen twenty
      """
    ).merging(
      [
        "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
        "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000", "dozen": "12",
        "half": "1/2", "twice": "2x",
      ], uniquingKeysWith: { $1 }),
    numberHedges: wordSet(
      "over under about around nearly almost roughly approximately exactly least most than up"),
    abbreviations: wordSet(
      "e.g. i.e. etc. vs. mr. mrs. ms. dr. prof. st. no. fig. sec. ch. eq. cf. approx. al. inc. ltd. jr."),
    preambles: ["here is", "here's", "here are", "sure", "certainly", "of course"], capitalsMeanNames: true)
}
