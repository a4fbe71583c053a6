"""The codes for input that cannot be read at all: ``FILE`` (bytes, encoding, XML, limits) and ``JSON``.

Data only; ``issues.py`` registers the rows. All are errors of the file layer. A number is never used again.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TABLE", "Row"]


class Row(NamedTuple):
    """One code: its sentence and its advice in both languages, and one example each of what passes and what fails."""

    code: str
    it: str
    en: str
    instead_it: str
    instead_en: str
    passing: str = ""
    failing: str = ""


TABLE: tuple[Row, ...] = (
    Row("FILE-001", "il file è vuoto", "the file is empty",
        "inviare il messaggio intero", "send the whole message", "<a/>", ""),
    Row("FILE-002", "il file supera il limite di {limit} byte", "the file is larger than the limit of {limit} bytes",
        "dividere il file, oppure alzare max_bytes se la provenienza è fidata",
        "split the file, or raise max_bytes if you trust where it comes from"),
    Row("FILE-003", "il contenuto non è XML: manca il primo segno «<»", "this is not XML: it does not begin with '<'",
        "inviare un documento XML", "send an XML document", "<a/>", "ciao"),
    Row("FILE-004", "l'XML non è ben formato", "the XML is not well-formed",
        "correggere la sintassi nel punto indicato", "correct the syntax at the place given", "<a/>", "<a b=c/>"),
    Row("FILE-005", "il documento contiene una dichiarazione DOCTYPE, che non è ammessa",
        "the document has a DOCTYPE declaration, which is not admitted",
        "togliere la dichiarazione DOCTYPE e scrivere i caratteri al posto delle entità",
        "remove the DOCTYPE declaration and write characters in place of entities", "<a/>", "<!DOCTYPE a><a/>"),
    Row("FILE-006", "la codifica {encoding} non è ammessa", "the encoding {encoding} is not admitted",
        "usare UTF-8 oppure UTF-16", "use UTF-8 or UTF-16",
        '<?xml version="1.0" encoding="UTF-8"?><a/>', '<?xml version="1.0" encoding="UTF-7"?><a/>'),
    Row("FILE-007", "la codifica dichiarata ({declared}) non è quella dei byte ({actual})",
        "the declared encoding ({declared}) is not the one of the bytes ({actual})",
        "dichiarare la codifica con cui il file è scritto", "declare the encoding in which the file is written",
        '<?xml version="1.0" encoding="UTF-8"?><a/>', '<?xml version="1.0" encoding="UTF-16"?><a/> (byte UTF-8)'),
    Row("FILE-008", "ci sono byte che in {encoding} non formano un carattere",
        "there are bytes that form no character in {encoding}",
        "riscrivere il file in UTF-8 dall'origine: probabilmente è in un'altra codifica",
        "write the file again in UTF-8 at its source: it is probably in another encoding"),
    Row("FILE-009", "gli elementi sono annidati oltre il limite di {limit} livelli",
        "elements are nested deeper than the limit of {limit} levels",
        "ridurre l'annidamento", "nest less deeply", "<a><b/></a>", "<a><a>…</a></a>"),
    Row("FILE-010", "un elemento ha più di {limit} attributi", "an element has more than {limit} attributes",
        "usare solo gli attributi previsti dal formato", "use only the attributes of the format"),
    Row("FILE-011", "un elemento ha più di {limit} dichiarazioni di spazio dei nomi",
        "an element has more than {limit} namespace declarations",
        "dichiarare solo gli spazi dei nomi usati", "declare only the namespaces in use"),
    Row("FILE-012", "una parte del documento supera i limiti di lunghezza o di espansione del lettore XML",
        "a part of the document exceeds the limits of the XML reader on length or expansion",
        "spostare gli allegati grandi fuori dal documento", "move large attachments out of the document"),
    Row("FILE-013", "c'è un carattere di controllo che l'XML non ammette",
        "there is a control character that XML does not admit",
        "togliere i caratteri di controllo dai testi", "remove control characters from texts",
        "<a>x</a>", "<a>&#1;</a>"),
    Row("FILE-014", "il testo non è in un formato conosciuto (XML, JSON, HL7 v2, tracciato AVN)",
        "the text is in no known format (XML, JSON, HL7 v2, AVN record)",
        "controllare di aver scelto il file giusto", "check that this is the right file", "<a/>", "ciao"),
    Row("FILE-015", "il tipo di messaggio non è riconosciuto", "the type of message is not recognised",
        "indicare il messaggio, oppure usare uno di quelli elencati da «siss-interop messages»",
        "name the message, or use one of those that 'siss-interop messages' lists"),
    Row("FILE-016", "il file sembra {looks}, non un messaggio", "the file looks like {looks}, not like a message",
        "estrarre il messaggio e inviare quello", "extract the message and send that", "<a/>", "%PDF-1.7"),
    Row("FILE-017", "l'XML finisce prima della sua chiusura", "the XML ends before it is complete",
        "inviare il file intero: probabilmente è stato troncato", "send the whole file: it was probably cut",
        "<a></a>", "<a>"),
    Row("FILE-018", "il tag di chiusura non corrisponde a quello di apertura",
        "the end tag does not match the start tag",
        "chiudere gli elementi nell'ordine inverso di apertura", "close elements in the reverse order of opening",
        "<a><b/></a>", "<a><b></a></b>"),
    Row("FILE-019", "lo stesso attributo compare due volte nello stesso elemento",
        "the same attribute stands twice on one element", "scrivere l'attributo una volta sola",
        "write the attribute once", '<a b="1"/>', '<a b="1" b="2"/>'),
    Row("FILE-020", "uno spazio dei nomi è usato o dichiarato in modo errato (prefisso non dichiarato)",
        "a namespace is used or declared wrongly (undeclared prefix)",
        "dichiarare il prefisso con xmlns:prefisso", "declare the prefix with xmlns:prefix",
        '<x:a xmlns:x="urn:x"/>', "<x:a/>"),
    Row("FILE-021", "c'è un riferimento a un'entità o a un carattere che non esiste",
        "there is a reference to an entity or character that does not exist",
        "usare solo &amp; &lt; &gt; &quot; &apos; o il carattere stesso",
        "use only &amp; &lt; &gt; &quot; &apos; or the character itself", "<a>&amp;</a>", "<a>&nbsp;</a>"),
    Row("FILE-022", "dopo l'elemento radice c'è altro contenuto", "there is more content after the root element",
        "un file contiene un solo documento", "a file holds one document", "<a/>", "<a/><b/>"),
    Row("FILE-023", "la versione di XML dichiarata non è 1.0", "the declared version of XML is not 1.0",
        'dichiarare version="1.0"', 'declare version="1.0"',
        '<?xml version="1.0"?><a/>', '<?xml version="1.1"?><a/>'),
    Row("FILE-024", "il file contiene dati binari di tipo sconosciuto", "the file holds binary data of an unknown kind",
        "controllare di aver scelto il file giusto", "check that this is the right file"),
    Row("FILE-025", "il file non si può leggere: {reason}", "the file cannot be read: {reason}",
        "controllare il percorso e i permessi del file", "check the path and the permissions of the file"),
    Row("FILE-026", "il file contiene più messaggi, o nessuno: va letto messaggio per messaggio",
        "the file holds several messages, or none: it is to be read message by message",
        "usare read_all, o «siss-interop validate» e «convert», che leggono file di molti messaggi",
        "use read_all, or 'siss-interop validate' and 'convert', which read files of many messages"),
    Row("JSON-001", "il JSON non è ben formato", "the JSON is not well-formed",
        "correggere la sintassi nel punto indicato", "correct the syntax at the place given", '{"a": 1}', '{"a": }'),
    Row("JSON-002", "una chiave compare due volte nello stesso oggetto", "a key stands twice in one object",
        "scrivere ogni chiave una volta sola", "write each key once", '{"a": 1}', '{"a": 1, "a": 2}'),
    Row("JSON-003", "NaN e Infinity non sono numeri ammessi", "NaN and Infinity are not admitted as numbers",
        "scrivere un numero decimale, oppure omettere il campo", "write a decimal number, or leave the field out",
        '{"a": 1.5}', '{"a": NaN}'),
    Row("JSON-004", "il JSON è annidato oltre il limite di {limit} livelli",
        "the JSON is nested deeper than the limit of {limit} levels", "ridurre l'annidamento", "nest less deeply",
        '{"a": [1]}', "[[[[…]]]]"),
    Row("JSON-005", "l'involucro JSON non è quello di questa libreria",
        "the JSON envelope is not the one of this library",
        "usare il JSON scritto da questa libreria, oppure indicare il formato",
        "use JSON written by this library, or name the format"),
    Row("JSON-006", "il JSON nomina un messaggio o una versione che non esiste",
        "the JSON names a message or version that does not exist",
        "usare uno dei messaggi elencati da «siss-interop messages»",
        "use one of the messages that 'siss-interop messages' lists"),
    Row("JSON-007", "l'originale contenuto nel JSON è danneggiato (base64 non valido)",
        "the original held in the JSON is damaged (invalid base64)",
        "rigenerare il JSON dal documento di origine, oppure togliere l'originale",
        "make the JSON again from the source document, or leave the original out"),
)  # fmt: skip
