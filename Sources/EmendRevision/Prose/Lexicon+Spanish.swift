// SPDX-License-Identifier: Apache-2.0

extension Lexicon {
  static let spanish = Lexicon(
    code: "es",
    functionWords: wordSet(
      """
      el la los las lo un una unos unas este esta esto estos estas ese esa eso esos yo tú él ella nosotros ellos ellas me te
      se nos le les mi tu su sus nuestro y e o u pero porque si que quien cual cuyo donde cuando como aunque mientras de del
      a al en con sin por para sobre entre hacia desde hasta antes después es son era eran será ser sido está están estaba
      hay ha han había haber fue puede pueden debe deben no ni muy más menos también ya todo todos toda todas mismo así
      """),
    adverbs: wordSet(
      """
      este esta esto estos estas ese esa eso esos porque si cuando como aunque mientras antes después no ni muy
      más menos también ya todo todos toda todas mismo así
      """),
    restrictives: wordSet("solo sólo solamente únicamente"),
    negations: wordSet(
      "no nunca jamás nada nadie ningún ninguno ninguna ni sin tampoco salvo excepto apenas raramente imposible"),
    negativeEndings: [], negativePrefixes: ["in", "im", "ir", "des", "no-"],
    modality: Modality(
      obligation: wordSet("debe deben debes debemos obligatorio obligatoria necesario necesaria requerido"),
      advice: wordSet("debería deberían deberías recomendado recomendable conviene"),
      hedges: wordSet(
        """
        quizá quizás tal-vez probablemente posiblemente podría podrían parece parecen aparentemente seguramente
        normalmente generalmente habitualmente frecuentemente
        """),
      possibility: wordSet("puede pueden puedes podemos posible suele suelen")),
    persons: Persons(
      writer: wordSet(
        "yo mí mi mis me nosotros nosotras nos nuestro nuestra nuestros nuestras"),
      reader: wordSet("tú ti tu tus usted ustedes vosotros vuestro vuestra")),
    opposites: wordPairs(
      """
      siempre/nunca todos/algunos antes/después más/menos aumentar/disminuir aumenta/disminuye activar/desactivar
      activado/desactivado permite/prohíbe primero/último primera/última mínimo/máximo rápido/lento mejor/peor bueno/malo
      viejo/nuevo verdadero/falso añadir/eliminar añade/elimina abrir/cerrar abre/cierra leer/escribir izquierda/derecha
      alto/bajo público/privado interno/externo fácil/difícil con/sin corto/largo grande/pequeño
      """),
    numberWords: numbered(
      from: 2,
      """
      dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho
      diecinueve veinte
      """
    ).merging(
      [
        "treinta": "30", "cuarenta": "40", "cincuenta": "50", "cien": "100", "ciento": "100", "mil": "1000",
        "millón": "1000000", "millones": "1000000", "docena": "12",
      ], uniquingKeysWith: { $1 }),
    numberHedges: wordSet("casi unos unas aproximadamente exactamente menos más hasta cerca alrededor"),
    abbreviations: wordSet("p.ej. etc. sr. sra. dr. dra. ud. pág. fig. cap. art. núm. aprox."),
    preambles: ["aquí está", "aquí tienes", "claro", "por supuesto", "desde luego"], capitalsMeanNames: true)
}
