# SPDX-License-Identifier: Apache-2.0
"""Sentences in several languages that say the same, and mistakes seeded into those that are not English."""

import itertools
import re

from datasets import SHARED

SENTENCES = [
    ("The server keeps a copy of each file until the next backup is complete.",
     "Der Server behält eine Kopie jeder Datei, bis die nächste Sicherung abgeschlossen ist.",
     "Le serveur garde une copie de chaque fichier jusqu'à ce que la prochaine sauvegarde soit terminée.",
     "El servidor guarda una copia de cada archivo hasta que la próxima copia de seguridad está completa."),
    ("You can change the colour of the window in the settings of the program.",
     "Du kannst die Farbe des Fensters in den Einstellungen des Programms ändern.",
     "Vous pouvez changer la couleur de la fenêtre dans les réglages du programme.",
     "Puedes cambiar el color de la ventana en los ajustes del programa."),
    ("The table on this page shows how long each of the steps takes.",
     "Die Tabelle auf dieser Seite zeigt, wie lange jeder der Schritte dauert.",
     "Le tableau de cette page montre combien de temps prend chacune des étapes.",
     "La tabla de esta página muestra cuánto tarda cada uno de los pasos."),
    ("If the connection is lost, the program tries again after a short pause.",
     "Wenn die Verbindung abbricht, versucht es das Programm nach einer kurzen Pause noch einmal.",
     "Si la connexion est perdue, le programme essaie de nouveau après une courte pause.",
     "Si se pierde la conexión, el programa lo intenta de nuevo después de una breve pausa."),
    ("We wrote this guide for people who have never used a terminal.",
     "Wir haben diese Anleitung für Menschen geschrieben, die noch nie ein Terminal benutzt haben.",
     "Nous avons écrit ce guide pour les personnes qui n'ont jamais utilisé de terminal.",
     "Escribimos esta guía para las personas que nunca han usado una terminal."),
    ("The first thing to do is to choose a name for the new project.",
     "Als Erstes musst du einen Namen für das neue Projekt auswählen.",
     "La première chose à faire est de choisir un nom pour le nouveau projet.",
     "Lo primero que hay que hacer es elegir un nombre para el nuevo proyecto."),
    ("All of the pictures in this book are from the archive of the city.",
     "Alle Bilder in diesem Buch stammen aus dem Archiv der Stadt.",
     "Toutes les images de ce livre viennent des archives de la ville.",
     "Todas las imágenes de este libro son del archivo de la ciudad."),
    ("A test that fails only now and then is worse than no test.",
     "Ein Test, der nur ab und zu fehlschlägt, ist schlimmer als kein Test.",
     "Un test qui échoue seulement de temps en temps est pire que pas de test.",
     "Una prueba que falla solo de vez en cuando es peor que ninguna prueba."),
    ("The list is sorted by date, and the newest entry is at the top.",
     "Die Liste ist nach Datum sortiert, und der neueste Eintrag steht oben.",
     "La liste est triée par date, et l'entrée la plus récente est en haut.",
     "La lista está ordenada por fecha, y la entrada más nueva está arriba."),
    ("It takes about an hour to read the whole of the report.",
     "Es dauert etwa eine Stunde, den ganzen Bericht zu lesen.",
     "Il faut environ une heure pour lire tout le rapport.",
     "Se tarda alrededor de una hora en leer todo el informe."),
    ("The library is small, and it has no dependencies on other libraries.",
     "Die Bibliothek ist klein und hat keine Abhängigkeiten von anderen Bibliotheken.",
     "La bibliothèque est petite et n'a aucune dépendance envers d'autres bibliothèques.",
     "La biblioteca es pequeña y no tiene dependencias de otras bibliotecas."),
    ("When you are done, close the file and save it in the same folder.",
     "Wenn du fertig bist, schließe die Datei und speichere sie im selben Ordner.",
     "Quand vous avez fini, fermez le fichier et enregistrez-le dans le même dossier.",
     "Cuando hayas terminado, cierra el archivo y guárdalo en la misma carpeta."),
]
# The same in other scripts.
OTHER_SCRIPTS = [
    ("You can change the colour of the window in the settings of the program.", "您可以在程序的设置中更改窗口的颜色。"),
    ("The table on this page shows how long each of the steps takes.", "Таблица на этой странице показывает, сколько времени занимает каждый шаг."),
    ("The library is small, and it has no dependencies on other libraries.", "このライブラリは小さく、他のライブラリに依存していません。"),
    ("It takes about an hour to read the whole of the report.", "보고서 전체를 읽는 데 약 한 시간이 걸립니다."),
    ("All of the pictures in this book are from the archive of the city.", "Όλες οι εικόνες σε αυτό το βιβλίο είναι από το αρχείο της πόλης."),
]


def pairs():
    """Each sentence in one language, and in another."""
    found = []
    for number, versions in enumerate(SENTENCES):
        orders = list(itertools.permutations(versions, 2))
        found += orders[number % 3::3]
    return found + OTHER_SCRIPTS


def translations(paragraphs):
    """Paragraphs of Vue's guide in German and Chinese that have the same code, which nothing else in the two files has."""
    found = []
    for german in sorted((SHARED / "markdown" / "vue-docs-de").glob("*.md")):
        chinese = SHARED / "markdown" / "vue-docs-zh-cn" / german.name
        if not chinese.exists():
            continue
        by_code = [{}, {}]
        for versions, path in zip(by_code, (german, chinese)):
            for text in paragraphs(path):
                code = tuple(sorted(re.findall(r"`[^`]+`", text)))
                if code and "```" not in text and not re.match(r"[-#<:/|]|\d+\.", text):
                    versions.setdefault(code, []).append(text)
        for code, texts in by_code[0].items():
            others = by_code[1].get(code, [])
            if len(texts) == len(others) == 1:
                found += [(texts[0], others[0]), (others[0], texts[0])]
    return found


SEEDED = [
    ("negation", "Die Datei wird nicht gelöscht, wenn der Server läuft.", "Die Datei wird gelöscht, wenn der Server läuft."),
    ("negation", "Das Programm hat keine Abhängigkeiten von anderen.", "Das Programm hat Abhängigkeiten von anderen."),
    ("negation", "Das ist ohne Rechte des Administrators möglich.", "Das ist mit Rechten des Administrators möglich."),
    ("negation", "Le fichier n'est pas supprimé quand le serveur est arrêté.", "Le fichier est supprimé quand le serveur est arrêté."),
    ("negation", "Il n'y a aucune limite à la taille de la liste.", "Il y a une limite à la taille de la liste."),
    ("negation", "Vous pouvez le faire sans les droits de l'administrateur.", "Vous pouvez le faire avec les droits de l'administrateur."),
    ("negation", "El archivo no se elimina cuando el servidor está parado.", "El archivo se elimina cuando el servidor está parado."),
    ("negation", "Esto nunca ocurre con los archivos de la carpeta.", "Esto ocurre con los archivos de la carpeta."),
    ("negation", "Se puede hacer sin los permisos del administrador.", "Se puede hacer con los permisos del administrador."),
    ("modality", "Du musst die Datei vor dem Start speichern.", "Du solltest die Datei vor dem Start speichern."),
    ("modality", "Das dauert vielleicht länger als beim letzten Mal.", "Das dauert länger als beim letzten Mal."),
    ("modality", "Vous devez enregistrer le fichier avant le début.", "Vous devriez enregistrer le fichier avant le début."),
    ("modality", "C'est probablement plus lent que la dernière fois.", "C'est plus lent que la dernière fois."),
    ("modality", "Debes guardar el archivo antes de empezar.", "Deberías guardar el archivo antes de empezar."),
    ("modality", "Esto es probablemente más lento que la última vez.", "Esto es más lento que la última vez."),
    ("number word", "Die Liste hat drei Einträge in der ersten Zeile.", "Die Liste hat vier Einträge in der ersten Zeile."),
    ("number word", "La liste a trois entrées dans la première ligne.", "La liste a quatre entrées dans la première ligne."),
    ("number word", "La lista tiene tres entradas en la primera línea.", "La lista tiene cuatro entradas en la primera línea."),
]
