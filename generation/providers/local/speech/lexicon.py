"""What is written short and spoken long: units, currencies, abbreviations, and which capitals are spelled. Data only.

A word in angle brackets, such as `<CEO>`, is spelled letter by letter; one in braces is in the network's own symbols.
"""

MONTHS = (
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
)  # fmt: skip
MONTH_PATTERN = "|".join([*MONTHS, *(f"{m[:3]}\\b\\.?" for m in MONTHS if m != "May"), "Sept\\b\\.?"])

# symbol or code -> (singular, plural, name of the hundredth)
CURRENCIES = {
    "$": ("dollar", "dollars", "cent"), "€": ("euro", "euros", "cent"), "£": ("pound", "pounds", "penny"),
    "¥": ("yen", "yen", "sen"), "₹": ("rupee", "rupees", "paisa"), "USD": ("dollar", "dollars", "cent"),
    "US$": ("U.S. dollar", "U.S. dollars", "cent"), "EUR": ("euro", "euros", "cent"),
    "GBP": ("pound", "pounds", "penny"),
    "CHF": ("Swiss franc", "Swiss francs", "rappen"), "JPY": ("yen", "yen", "sen"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent"), "AUD": ("Australian dollar", "Australian dollars", "cent"),
    "A$": ("Australian dollar", "Australian dollars", "cent"), "C$": ("Canadian dollar", "Canadian dollars", "cent"),
    "INR": ("rupee", "rupees", "paisa"), "CNY": ("yuan", "yuan", "fen"),
    "SEK": ("Swedish krona", "Swedish kronor", "öre"),
    "NOK": ("Norwegian krone", "Norwegian kroner", "øre"), "DKK": ("Danish krone", "Danish kroner", "øre"),
}  # fmt: skip
MAGNITUDES = {
    "thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion",
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "mln": "million",
    "b": "billion", "B": "billion", "bn": "billion", "tn": "trillion",
}  # fmt: skip
# "a $42 million round": before these nouns an amount is an adjective and stays singular.
AMOUNT_NOUNS = (
    "round|investment|fund|grant|deal|project|programme|program|facility|contract|plant|factory|loan|budget|bond|"
    "question|company|business|market|industry|upgrade|expansion|campaign|prize|award|fine|lawsuit|settlement|home|house"
)

# Before these, "12m" is twelve million; elsewhere it is twelve meters.
COUNTED = (
    "people|users|customers|subscribers|households|homes|jobs|children|patients|passengers|visitors|viewers|downloads|"
    "tons|tonnes|trees|vehicles|cars|units|shares|residents|voters|students|workers|views|copies|parcels|records"
)

# unit -> (singular, plural)
UNITS = {
    "%": ("percent", "percent"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "km/h": ("kilometer per hour", "kilometers per hour"),
    "mph": ("mile per hour", "miles per hour"),
    "m/s": ("meter per second", "meters per second"), "km²": ("square kilometer", "square kilometers"),
    "km2": ("square kilometer", "square kilometers"), "m²": ("square meter", "square meters"),
    "m2": ("square meter", "square meters"),
    "m³": ("cubic meter", "cubic meters"), "m3": ("cubic meter", "cubic meters"),
    "sq ft": ("square foot", "square feet"),
    "km": ("kilometer", "kilometers"), "cm": ("centimeter", "centimeters"), "mm": ("millimeter", "millimeters"),
    "nm": ("nanometer", "nanometers"), "µm": ("micrometer", "micrometers"), "μm": ("micrometer", "micrometers"),
    "m": ("meter", "meters"), "ft": ("foot", "feet"), "in": ("inch", "inches"), "mi": ("mile", "miles"),
    "kg": ("kilogram", "kilograms"), "mg": ("milligram", "milligrams"), "µg": ("microgram", "micrograms"),
    "g": ("gram", "grams"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "t": ("ton", "tons"),
    "Mt": ("megaton", "megatons"), "Gt": ("gigaton", "gigatons"), "L": ("liter", "liters"), "l": ("liter", "liters"),
    "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"), "ha": ("hectare", "hectares"),
    "kWh": ("kilowatt hour", "kilowatt hours"), "MWh": ("megawatt hour", "megawatt hours"),
    "GWh": ("gigawatt hour", "gigawatt hours"), "TWh": ("terawatt hour", "terawatt hours"),
    "Wh": ("watt hour", "watt hours"),
    "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"), "GW": ("gigawatt", "gigawatts"),
    "W": ("watt", "watts"),
    "V": ("volt", "volts"), "kV": ("kilovolt", "kilovolts"), "mA": ("milliamp", "milliamps"),
    "mAh": ("milliamp hour", "milliamp hours"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "dB": ("decibel", "decibels"), "bar": ("bar", "bar"), "Pa": ("pascal", "pascals"),
    "kPa": ("kilopascal", "kilopascals"),
    "KB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "Mbps": ("megabit per second", "megabits per second"), "Gbps": ("gigabit per second", "gigabits per second"),
    "ms": ("millisecond", "milliseconds"), "s": ("second", "seconds"), "sec": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hours", "hours"), "yr": ("year", "years"),
    "yrs": ("years", "years"),
    "ppm": ("part per million", "parts per million"), "ppb": ("part per billion", "parts per billion"),
    "px": ("pixel", "pixels"),
    "am": ("<AM>", "<AM>"), "pm": ("<PM>", "<PM>"), "a.m.": ("<AM>", "<AM>"), "p.m.": ("<PM>", "<PM>"),
    "x": ("times", "times"), "×": ("times", "times"), "bps": ("basis point", "basis points"),
    "pp": ("percentage point", "percentage points"),
}  # fmt: skip

# With their dot. Those in MAY_END_SENTENCE also close one when a capital or nothing follows.
ABBREVIATIONS = {
    "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "Prof.": "Professor", "St.": "Saint",
    "Gen.": "General",
    "Gov.": "Governor", "Sen.": "Senator", "Rep.": "Representative", "Hon.": "Honorable", "Capt.": "Captain",
    "Sgt.": "Sergeant",
    "Lt.": "Lieutenant", "Col.": "Colonel", "Rev.": "Reverend", "Jr.": "Junior", "Sr.": "Senior", "vs.": "versus",
    "v.": "versus",
    "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "approx.": "approximately", "ca.": "circa",
    "cf.": "compare",
    "p.": "page", "pp.": "pages", "Hwy.": "Highway", "Gov't": "Government", "dept.": "department",
    "al.": "al", "No.": "number", "no.": "number", "nos.": "numbers", "Nos.": "numbers", "Fig.": "figure",
    "fig.": "figure", "Vol.": "volume",
    "vol.": "volume", "Inc.": "Incorporated", "Ltd.": "Limited", "Co.": "Company", "Corp.": "Corporation",
    "Dept.": "Department",
    "est.": "established", "min.": "minutes", "max.": "maximum", "Ph.D.": "<PHD>", "a.m.": "<AM>", "p.m.": "<PM>",
    "Mt.": "Mount",
    "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road", "Mon.": "Monday", "Tue.": "Tuesday", "Wed.": "Wednesday",
    "Thu.": "Thursday",
    "Fri.": "Friday", "Sat.": "Saturday", "Sun.": "Sunday", "Jan.": "January", "Feb.": "February", "Aug.": "August",
    "Sept.": "September", "Sep.": "September", "Oct.": "October", "Nov.": "November", "Dec.": "December",
}  # fmt: skip
BEFORE_FIGURE = frozenset(
    {"No.", "no.", "nos.", "Nos.", "Fig.", "fig.", "Vol.", "vol.", "ca.", "est.", "v.", "p.", "pp."}
)
MAY_END_SENTENCE = frozenset({"etc.", "Inc.", "Ltd.", "Co.", "Corp.", "a.m.", "p.m.", "Jr.", "Sr.", "Ph.D.", "al."})
# Without a dot, as British style writes them.
UNDOTTED = {
    "Dr": "Doctor",
    "Mr": "Mister",
    "Mrs": "Missis",
    "Ms": "Miz",
    "Prof": "Professor",
    "vs": "versus",
    "Ltd": "Limited",
}

# Words that look spelled and are not, and the reverse.
SAID_AS_WORDS = frozenset([
    "NASA", "NATO", "UNESCO", "UNICEF", "OPEC", "LASER", "RADAR", "SONAR", "SCUBA", "AIDS", "ASEAN", "FEMA",
    "FIFA", "UEFA", "NAFTA", "COVID", "LED", "PIN", "RAM", "ROM", "SIM", "GIF", "JPEG", "DARPA", "IKEA",
    "NIMBY", "YOLO", "ASCII", "BASIC", "CAPTCHA", "SWAT", "ESA", "FOMO", "SAAS", "PAAS", "SIM", "VAT", "GAAP",
    "EBITDA", "ERASMUS", "STEM", "ACID", "BAFTA", "OSHA", "PISA", "SARS", "MERS", "GAVI", "CERN",
]) - {"LED", "VAT", "ESA"}  # fmt: skip
ALWAYS_SPELLED = frozenset([
    "AI", "API", "ATM", "BBC", "CEO", "CFO", "CNN", "COO", "CPU", "CTO", "CV", "DIY", "DNA", "EU", "EV", "FAQ",
    "FBI", "GDP", "GDPR", "GPS", "GPU", "HR", "HTML", "HTTP", "HTTPS", "ID", "IMF", "IP", "IPO", "ISO", "IT",
    "KPI", "LED", "LLC", "LLM", "MBA", "MP", "MRI", "NGO", "NHS", "OECD", "OK", "PC", "PDF", "PDT", "PR", "PST",
    "QA", "RNA", "ROI", "SDK", "SEO", "SLA", "SME", "SMS", "SQL", "TV", "UAE", "UI", "UK", "UN", "URL", "US",
    "USA", "USB", "UX", "VAT", "VIP", "VP", "VPN", "WHO", "WTO", "XML", "YMCA", "ESA", "EIB", "HVAC", "SUV",
    "EVs", "UV", "IoT",
])  # fmt: skip
COMMON_WORDS = frozenset([
    "a", "all", "am", "an", "and", "any", "are", "as", "at", "be", "big", "but", "by", "can", "day", "did",
    "do", "end", "far", "few", "for", "get", "go", "got", "had", "has", "he", "her", "him", "his", "how", "i",
    "if", "in", "is", "it", "its", "let", "me", "my", "new", "no", "not", "now", "of", "off", "old", "on",
    "one", "or", "our", "out", "own", "put", "run", "said", "say", "see", "set", "she", "so", "ten", "the",
    "then", "there", "they", "this", "to", "too", "two", "up", "us", "use", "was", "way", "we", "what", "when",
    "who", "why", "will", "with", "yes", "yet", "you", "your", "free", "help", "stop", "must", "never", "only",
    "just",
])  # fmt: skip
# Names that espeak gets wrong, in the network's symbols (American).
NAMES = {
    "Siobhan": "ʃəvˈɔn", "Siobhán": "ʃəvˈɔn", "Niamh": "nˈiv", "Aoife": "ˈifə", "Saoirse": "sˈɪɹʃə",
    "Caoimhe": "kˈivə", "Oisin": "əʃˈin", "Oisín": "əʃˈin", "Tadhg": "tˈIɡ", "Sinead": "ʃɪnˈAd", "Sinéad": "ʃɪnˈAd",
    "Nguyen": "wˈɪn", "Xi": "ʃˈi", "Qi": "ʧˈi", "Zhang": "ʤˈɑŋ", "Zhao": "ʤˈW", "Goethe": "ɡˈɜɹtə", "Chidi": "ʧˈidi",
    "Ngozi": "əŋɡˈOzi", "Joaquin": "wɑkˈin", "Joaquín": "wɑkˈin", "Jorge": "hˈɔɹhA", "Bjork": "bjˈɔɹk",
    "Björk": "bjˈɔɹk", "Reykjavik": "ɹˈAkjəvɪk", "Reykjavík": "ɹˈAkjəvɪk", "Worcester": "wˈʊstəɹ",
    "Gloucester": "ɡlˈɑstəɹ", "Leicester": "lˈɛstəɹ", "Greenwich": "ɡɹˈɛnɪʧ", "Thames": "tˈɛmz",
    "Llewellyn": "luˈɛlɪn", "Hermione": "həɹmˈIəni", "Okafor": "Okˈɑfɔɹ", "Adebayo": "ˌɑdəbˈIO",
    "Yosemite": "jOsˈɛmɪti", "Cholmondeley": "ʧˈʌmli", "Adeyemi": "ˌɑdAjˈɛmi", "Osei": "OsˈA", "Rahimi": "ɹəhˈimi",
}  # fmt: skip
# Terms that espeak gets wrong, as respellings it gets right.
RESPELLED = {
    "CO2": "<CO> two", "H2O": "<H> two <O>", "CO₂": "<CO> two", "COVID-19": "Covid nineteen", "IoT": "<I> oh <T>",
    "PhD": "<PHD>",
    "WiFi": "why fye", "Wi-Fi": "why fye", "SaaS": "sass", "e-mail": "ee mail", "24/7": "twenty-four seven",
    "COVID": "Covid",
    "mRNA": "<MRNA>", "pH": "<PH>", "4K": "four <K>", "8K": "eight <K>", "LaTeX": "lay tek", "PostgreSQL": "post gress",
    "iOS": "eye <OS>", "macOS": "mac <OS>", "GitHub": "git hub", "YouTube": "you tube", "LinkedIn": "linked in",
}  # fmt: skip
SYMBOLS = {
    "&": "and", "+": "plus", "=": "equals", "%": "percent", "@": "at", "×": "times", "÷": "divided by", "°": "degrees",
    "<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "≈": "about", "~": "about",
    "±": "plus or minus",
    "#": "number", "§": "section", "€": "euros", "£": "pounds", "$": "dollars", "→": "to", "½": "a half",
    "¼": "a quarter",
    "¾": "three quarters", "⅓": "a third", "⅔": "two thirds", "™": "", "®": "", "©": "", "*": "", "_": "", "|": "",
    "\\": "",
    "^": "", "`": "",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma",
    "ω": "omega", "Ω": "ohms", "Δ": "delta",
}  # fmt: skip
FRACTIONS = {"½": "half", "¼": "quarter", "¾": "three quarters", "⅓": "third", "⅔": "two thirds"}
TOP_LEVEL = "com|org|net|io|co\\.uk|org\\.uk|ac\\.uk|uk|eu|de|fr|nl|gov|edu|ai|app|dev|info|tv|news|example"
