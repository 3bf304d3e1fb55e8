// SPDX-License-Identifier: Apache-2.0

extension Lexicon {
  static let french = Lexicon(
    code: "fr",
    functionWords: wordSet(
      """
      le la les l un une des du de d ce cet cette ces je tu il elle on nous vous ils elles me te se lui leur mon ton son
      notre votre et ou mais donc or ni car si que qu qui quoi dont où quand comme parce lorsque puisque bien avec sans
      pour par dans sur sous entre vers chez en à au aux avant après depuis pendant est sont était étaient sera seront
      être été a ont avait avoir fait peut peuvent doit doivent ne pas n y plus aussi très tout tous toute toutes même
      """),
    adverbs: wordSet(
      """
      ce cet cette ces car si comme parce lorsque puisque bien où quand avant après ne pas n plus aussi très tout
      tous toute toutes même
      """),
    restrictives: wordSet("seulement uniquement"),
    negations: wordSet("pas jamais rien personne aucun aucune nul nulle ni sans guère non sauf rarement impossible"),
    negativeEndings: [], negativePrefixes: ["in", "im", "ir", "il", "dé", "dés", "mal", "non-"],
    modality: Modality(
      obligation: wordSet("doit doivent devez devons faut obligatoire nécessaire requis requise"),
      advice: wordSet("devrait devraient devriez recommandé recommandée conseillé"),
      hedges: wordSet(
        """
        peut-être probablement possiblement sans-doute pourrait pourraient semble semblent apparemment souvent parfois
        généralement habituellement d'habitude fréquemment
        """),
      possibility: wordSet("peut peuvent pouvez pouvons possible normalement principalement")),
    persons: Persons(
      writer: wordSet(
        "je j moi mon ma mes nous notre nos"),
      reader: wordSet("tu toi ton ta tes vous votre vos")),
    opposites: wordPairs(
      """
      toujours/jamais tous/certains avant/après plus/moins augmenter/diminuer augmente/diminue activer/désactiver
      activé/désactivé permet/interdit premier/dernier première/dernière minimum/maximum rapide/lent meilleur/pire bon/mauvais
      ancien/nouveau vrai/faux ajouter/supprimer ajoute/supprime ouvrir/fermer ouvre/ferme lire/écrire gauche/droite
      haut/bas public/privé interne/externe facile/difficile avec/sans court/long grand/petit
      """),
    numberWords: numbered(
      from: 2,
      """
      deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf
      vingt
      """
    ).merging(
      [
        "trente": "30", "quarante": "40", "cinquante": "50", "cent": "100", "cents": "100", "mille": "1000",
        "million": "1000000", "millions": "1000000", "milliard": "1000000000", "douzaine": "12",
      ], uniquingKeysWith: { $1 }),
    numberHedges: wordSet("environ presque exactement moins plus jusqu'à quelque près sur"),
    abbreviations: wordSet("p.ex. etc. cf. m. mme. dr. env. fig. chap. art. vol. éd."),
    preambles: ["voici", "bien sûr", "certainement", "d'accord"], capitalsMeanNames: true)
}
