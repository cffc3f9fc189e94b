"""The zone that a country's outlets write their times in, by the end of their address."""

from urllib.parse import urlsplit

_ZONES = {
    **dict.fromkeys(("de", "berlin", "hamburg", "bayern", "koeln"), "Europe/Berlin"),
    **dict.fromkeys(("uk", "london", "scot", "wales"), "Europe/London"),
    "at": "Europe/Vienna", "ch": "Europe/Zurich", "li": "Europe/Zurich", "fr": "Europe/Paris", "it": "Europe/Rome",
    "nl": "Europe/Amsterdam", "be": "Europe/Brussels", "lu": "Europe/Luxembourg", "dk": "Europe/Copenhagen",
    "no": "Europe/Oslo", "se": "Europe/Stockholm", "fi": "Europe/Helsinki", "pl": "Europe/Warsaw",
    "cz": "Europe/Prague", "sk": "Europe/Bratislava", "hu": "Europe/Budapest", "si": "Europe/Ljubljana",
    "hr": "Europe/Zagreb", "rs": "Europe/Belgrade", "ba": "Europe/Sarajevo", "ro": "Europe/Bucharest",
    "bg": "Europe/Sofia", "gr": "Europe/Athens", "ua": "Europe/Kyiv", "by": "Europe/Minsk", "lt": "Europe/Vilnius",
    "lv": "Europe/Riga", "ee": "Europe/Tallinn", "md": "Europe/Chisinau", "tr": "Europe/Istanbul",
    "il": "Asia/Jerusalem", "ie": "Europe/Dublin", "is": "Atlantic/Reykjavik", "za": "Africa/Johannesburg",
    "ls": "Africa/Maseru", "na": "Africa/Windhoek", "ng": "Africa/Lagos", "ke": "Africa/Nairobi",
    "eg": "Africa/Cairo", "ma": "Africa/Casablanca", "tz": "Africa/Dar_es_Salaam", "ug": "Africa/Kampala",
    "gh": "Africa/Accra", "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "cn": "Asia/Shanghai", "tw": "Asia/Taipei",
    "hk": "Asia/Hong_Kong", "sg": "Asia/Singapore", "my": "Asia/Kuala_Lumpur", "th": "Asia/Bangkok",
    "vn": "Asia/Ho_Chi_Minh", "ph": "Asia/Manila", "in": "Asia/Kolkata", "pk": "Asia/Karachi", "bd": "Asia/Dhaka",
    "lk": "Asia/Colombo", "np": "Asia/Kathmandu", "ae": "Asia/Dubai", "sa": "Asia/Riyadh", "ir": "Asia/Tehran",
    "iq": "Asia/Baghdad", "ge": "Asia/Tbilisi", "am": "Asia/Yerevan", "az": "Asia/Baku", "nz": "Pacific/Auckland",
    "ar": "America/Argentina/Buenos_Aires", "co": "America/Bogota", "pe": "America/Lima",
    "uy": "America/Montevideo", "ve": "America/Caracas", "bo": "America/La_Paz", "py": "America/Asuncion",
    "cr": "America/Costa_Rica", "gt": "America/Guatemala", "pa": "America/Panama", "do": "America/Santo_Domingo",
    "cu": "America/Havana", "sv": "America/El_Salvador", "hn": "America/Tegucigalpa", "ni": "America/Managua",
    "jm": "America/Jamaica", "mt": "Europe/Malta", "cy": "Asia/Nicosia", "al": "Europe/Tirane",
    "mk": "Europe/Skopje", "xk": "Europe/Belgrade", "sn": "Africa/Dakar", "tn": "Africa/Tunis",
    "dz": "Africa/Algiers", "et": "Africa/Addis_Ababa", "jo": "Asia/Amman", "lb": "Asia/Beirut",
    "kw": "Asia/Kuwait", "qa": "Asia/Qatar", "om": "Asia/Muscat",
    # Countries of several zones, in one of which nearly all outlets write that the whole country reads.
    "es": "Europe/Madrid", "pt": "Europe/Lisbon", "br": "America/Sao_Paulo", "cl": "America/Santiago",
    "ec": "America/Guayaquil", "ru": "Europe/Moscow",
}  # fmt: skip
# Names under .co are rented by the whole world.
_RENTED = {"co", "am", "is", "li", "md"}


def zone_of_host(url: str) -> str | None:
    """The zone of the country that the address ends in, or None where that says nothing."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    *rest, last = host.split(".")
    if last in _RENTED and (not rest or rest[-1] not in {"com", "org", "gov"}):
        return None
    return _ZONES.get(last)
