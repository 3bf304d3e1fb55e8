// SPDX-License-Identifier: Apache-2.0

extension Lexicon {
  static let german = Lexicon(
    code: "de",
    functionWords: wordSet(
      """
      der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener jene ich du er sie
      es wir ihr mich dich ihn uns euch ihnen mein dein sein unser und oder aber denn weil wenn als ob dass daß damit
      obwohl während seit bevor nachdem von vom zu zum zur in im an am auf aus bei mit nach über unter vor hinter neben
      zwischen durch für gegen ohne um ist sind war waren wird werden wurde wurden sei hat haben hatte kann können könnte
      muss müssen soll sollte darf dürfen mag nicht kein keine auch noch nur schon sehr so wie was wer wo wann warum hier
      dort man sich
      """),
    adverbs: wordSet(
      """
      dieser diese dieses diesen diesem jener jene weil wenn als ob dass daß damit obwohl während seit bevor
      nachdem nicht kein keine auch noch nur schon sehr so wie hier dort
      """),
    restrictives: wordSet("nur bloß lediglich ausschließlich"),
    negations: wordSet(
      """
      nicht nichts nie niemals niemand nirgends kein keine keinen keinem keiner keines weder ohne kaum außer selten
      unmöglich
      """),
    negativeEndings: [], negativePrefixes: ["un", "in", "dis", "miss", "nicht-"],
    modality: Modality(
      obligation: wordSet("muss müssen musst müsst musste mussten notwendig erforderlich nötig"),
      advice: wordSet("sollte sollten solltest sollen soll empfohlen ratsam"),
      hedges: wordSet(
        """
        vielleicht möglicherweise wahrscheinlich vermutlich eventuell womöglich könnte könnten dürfte dürften scheint
        scheinen meist meistens oft manchmal gelegentlich häufig üblicherweise gewöhnlich normalerweise
        """),
      possibility: wordSet("kann können kannst darf dürfen möglich mag würde würden grundsätzlich")),
    persons: Persons(
      writer: wordSet(
        "ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren unserem unserer"),
      reader: wordSet("du dich dir dein deine deinen deinem deiner euch euer eure")),
    opposites: wordPairs(
      """
      immer/nie alle/einige vor/nach mehr/weniger größer/kleiner höher/niedriger schneller/langsamer besser/schlechter
      gut/schlecht alt/neu älter/neuer früher/später wahr/falsch hinzufügen/entfernen starten/stoppen öffnen/schließen
      aktivieren/deaktivieren aktiviert/deaktiviert erlaubt/verboten lesen/schreiben links/rechts oben/unten innen/außen
      öffentlich/privat intern/extern einfach/schwierig mit/ohne kurz/lang kürzer/länger erste/letzte minimal/maximal
      """),
    numberWords: numbered(
      from: 2,
      """
      zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn
      neunzehn zwanzig
      """
    ).merging(
      [
        "dreißig": "30", "vierzig": "40", "fünfzig": "50", "hundert": "100", "tausend": "1000",
        "million": "1000000", "millionen": "1000000", "dutzend": "12",
      ], uniquingKeysWith: { $1 }),
    numberHedges: wordSet("über unter etwa ungefähr rund fast knapp genau mindestens höchstens als bis circa ca"),
    abbreviations: wordSet("z.b. d.h. u.a. usw. bzw. ca. vgl. evtl. ggf. nr. dr. prof. abb. kap. s. o.ä. etc. inkl."),
    preambles: ["hier ist", "hier sind", "natürlich", "gerne", "sicher", "der überarbeitete", "überarbeitete"],
    capitalsMeanNames: false)
}
