"""Letters romanised, and well-known places by one name, so that reports in different languages meet."""

_CYRILLIC = (
    "а a б b в v г h ґ g д d е e є ie ё io ж zh з z и y і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh "
    "ц ts ч ch ш sh щ shch ы y э e ю iu я ia ђ dj ј j љ lj њ nj ћ c џ dz ў u"
)
_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
_LATIN = "ß ss ø o ł l đ d ı i æ ae œ oe"
_LETTERS = f"{_CYRILLIC} {_GREEK} {_LATIN}".split()
ROMAN = str.maketrans({"ъ": "", "ь": "", **dict(zip(_LETTERS[::2], _LETTERS[1::2], strict=True))})

# A line for each: the name, then how other languages and cases write it, already romanised and without marks.
_PLACES = """
kyiv kiev kiew kyiev kyieva kyievi kyievu kyiva kyievom kyyiv kiiv kyivskyi kyivskii
ukraine ukraina ukrainy ukraini ukrainu ukrainoiu ukrayna ucraina ucrania
ukrainian ukrainisch ukrainische ukrainischen ukrainskyi ukrainskii ukrainskykh ukrainska
russia russland russlands rossiia rossii rossiiu rosiia rosii rosiiu rusia russie rosja rossyia
russian russisch russische russischen rosiiskyi rosiiski rosiiskykh rossyiskyi
moscow moskau moskva moskvy moskvi moskvu moscou moscu mosca moskwa
germany deutschland allemagne alemania germania niemcy nimechchyna nimechchyny nimechchyni hermanyia
berlin berlino berlina berlini berlyn
france frankreich francia frantsiia frantsii francja frantsyia
paris parigi parys paryzh paryzha paryzhi parizh
poland polen pologne polonia polska polshcha polshchi polsha
britain grossbritannien brytaniia brytanii velykobrytaniia
london londres londra londyn londona londoni
china chine cina kytai kytaiu chiny
beijing peking pekin pechino pekyn
turkey turkiye turkei turquie turquia turchia turechchyna turechchyny turtsyia
istanbul stambul stambuli estambul
israel izrail izrailiu izrailia israele yzrayl
gaza haza hazi gazastreifen
iran irana irani yran
syria syrien syriia syrii siria syrie
usa ssha eeuu
washington vashynhton vashynhtona vashynhtoni
brussels brussel bruxelles briussel briusseli bruselas
geneva genf geneve zheneva zhenevi ginebra
vienna wien viden vidni vena
warsaw warschau warszawa varshava varshavi varsovie
prague prag praha prahi
rome rom roma rym rymi
odesa odessa odesi odesu odesy
kharkiv kharkov charkiw charkow kharkova kharkovi kharkivi
lviv lvov lwiw lemberg lvova lvovi
donetsk donezk donetska donetsku
kherson cherson khersona khersoni
zaporizhzhia saporischschja zaporizhia zaporizhzhi zaporozhe
crimea krim krym krymu crimee
zelensky zelenskyy zelenskyi zelenskij selenskyj selenski zelenskiy zelenskoho zelenski zelenskym
putin putyn putina putinu putine
trump tramp trampa trampu
nato otan
"""
ONE_NAME = {form: row.split()[0] for row in _PLACES.split("\n") for form in row.split()}
