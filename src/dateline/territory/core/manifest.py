"""The file in which a pulled folder says what it holds; it is no map."""

MANIFEST = "pulled.json"
