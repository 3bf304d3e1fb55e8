# SPDX-License-Identifier: Apache-2.0
"""What models add to a text: facts and clauses that nobody wrote, and talk around the answer."""

FACTS = [
    "It was developed by researchers at Stanford in 2014.", "This makes it twice as fast as the previous release.",
    "Most companies have already adopted this approach.", "The feature was removed from the latest beta.",
    "Large customers reported that it reduced their hosting costs.", "A security audit found several weaknesses in it.",
    "Support for Windows ended last summer.", "Its authors received an award for this work.",
    "The documentation was translated by volunteers from Brazil.", "Earlier versions deleted the user's files on failure.",
    "Only administrators with a paid licence may change this setting.", "The default port is blocked in most hotels.",
    "It consumes roughly a gigabyte of memory per connection.", "Experts recommend reinstalling the system every month.",
    "The project is funded by a foundation in Norway.", "Benchmarks show that it scales linearly with the cores.",
    "Its name comes from a river in Scotland.", "The licence forbids commercial use in Canada.",
    "Many schools teach it in their first semester.", "A mobile app with the same functions is planned.",
    "Backups are kept in a bunker below the Alps.", "The compiler emits a warning on every Tuesday.",
    "Users in hospitals should consult their physician first.", "The logo was drawn by a famous painter.",
    "Nobody has reproduced the original measurements yet.",
]
CLAUSES = [
    ", which was invented by engineers at a Swiss university", ", as several independent studies confirmed",
    ", a practice that regulators in Japan require", ", which doubles battery life on most laptops",
    ", although journalists have criticised the decision", ", mainly because hardware prices fell sharply",
]

# {} stands for the text.
WRAPS = [
    "Here is a rewritten version: {}", "Here's the revised paragraph:\n\n{}", "Sure! {}", "Certainly! Here is the text:\n\n{}",
    "```\n{}\n```", "```markdown\n{}\n```", "{}\n\nI made the following changes: I fixed the grammar.",
    "{}\n\nLet me know if you need anything else.", "{} I hope this helps!", "Rewritten text: {}", "Output: {}",
    "Hier ist die überarbeitete Fassung: {}", "Voici une version corrigée : {}", "Aquí está la versión revisada: {}",
    "<think>The user wants a rewrite.</think> {}", "**Revised version:** {}",
    "Ich habe folgende Änderungen vorgenommen:\n\n- kürzere Sätze\n\n{}", "{}\n\nJ'ai corrigé les fautes de grammaire.",
    "¡Claro! {}", "{}\n\nHe hecho los siguientes cambios: corregí la gramática.", "Natürlich! {}", "Bien sûr ! {}",
]
