"""Places and their time zones: what people write who do not know that Houston's is Chicago's.

The names of zones are a few cities; here are others, and states that lie in one zone or nearly
so. Every zone of the United States and Canada is there with its cities; of the world, the larger
cities that give their name to none.
"""

from __future__ import annotations

from collections.abc import Mapping

# Zone → places, parted by commas. Source: the list of populated places of the U.S. Census
# Bureau and of national statistics, and the zones of tzdata's zone1970.tab.
_PLACES = {
    "America/New_York": "Albany, Arlington, Atlanta, Baltimore, Boston, Buffalo, Burlington, "
    "Charleston, Charlotte, Chattanooga, Cincinnati, Cleveland, Columbia, Columbus, Dayton, "
    "Durham, Fort Lauderdale, Greensboro, Hartford, Jacksonville, Jersey City, Knoxville, "
    "Lexington, Manchester, Miami, Newark, New Haven, Norfolk, Orlando, Philadelphia, Pittsburgh, "
    "Portland, Providence, Raleigh, Richmond, Rochester, Saint Petersburg, Savannah, Springfield, "
    "Syracuse, Tallahassee, Tampa, Toledo, Trenton, Virginia Beach, Washington, Washington DC, "
    "Wilmington, Worcester, Connecticut, Delaware, District of Columbia, Florida, Georgia, Maine, "
    "Maryland, Massachusetts, New Hampshire, New Jersey, New York State, North Carolina, Ohio, "
    "Pennsylvania, Rhode Island, South Carolina, Vermont, Virginia, West Virginia, Eastern, EST, "
    "EDT, ET",
    "America/Detroit": "Ann Arbor, Flint, Grand Rapids, Kalamazoo, Lansing, Michigan",
    "America/Chicago": "Amarillo, Arlington, Aurora, Austin, Baton Rouge, Birmingham, Bloomington, "
    "Brownsville, Columbia, Corpus Christi, Dallas, Des Moines, Fargo, Fort Worth, Galveston, "
    "Houston, Huntsville, Jackson, Kansas City, Laredo, Lafayette, Lincoln, Little Rock, Lubbock, "
    "Madison, McAllen, Memphis, Milwaukee, Minneapolis, Mobile, Montgomery, Nashville, New "
    "Orleans, Oklahoma City, Omaha, Pasadena, Peoria, Plano, Rochester, Rockford, Saint Louis, "
    "Saint Paul, San Antonio, Shreveport, Sioux Falls, Springfield, Topeka, Tulsa, Waco, Wichita, "
    "Alabama, Arkansas, Illinois, Iowa, Kansas, Louisiana, Minnesota, Mississippi, Missouri, "
    "Nebraska, North Dakota, Oklahoma, South Dakota, Tennessee, Texas, Wisconsin, Central, CST, "
    "CDT, CT",
    "America/Denver": "Albuquerque, Aurora, Billings, Bozeman, Casper, Cheyenne, Colorado Springs, "
    "El Paso, Fort Collins, Helena, Las Cruces, Missoula, Ogden, Provo, Rapid City, Salt Lake "
    "City, Santa Fe, Colorado, Montana, New Mexico, Utah, Wyoming, Mountain, MST, MDT, MT",
    "America/Boise": "Idaho",
    "America/Phoenix": "Flagstaff, Glendale, Mesa, Scottsdale, Tempe, Tucson, Arizona",
    "America/Los_Angeles": "Anaheim, Bakersfield, Berkeley, Eugene, Fresno, Henderson, Las Vegas, "
    "Long Beach, Oakland, Olympia, Pasadena, Portland, Reno, Riverside, Sacramento, Salem, San "
    "Diego, Springfield, San Francisco, San Jose, Santa Barbara, Seattle, Spokane, Stockton, "
    "Tacoma, California, Nevada, Oregon, Washington State, Pacific, PST, PDT, PT",
    "America/Anchorage": "Fairbanks, Alaska",
    "Pacific/Honolulu": "Hawaii, Hilo",
    "America/Indiana/Indianapolis": "Bloomington, Fort Wayne, South Bend, Indiana",
    "America/Kentucky/Louisville": "Kentucky",
    "America/Toronto": "Hamilton, London, Mississauga, Montreal, Ottawa, Quebec, Quebec City, "
    "Ontario",
    "America/Winnipeg": "Manitoba",
    "America/Regina": "Saskatoon, Saskatchewan",
    "America/Edmonton": "Calgary, Red Deer, Alberta",
    "America/Vancouver": "Victoria, British Columbia",
    "America/Halifax": "Nova Scotia, Charlottetown",
    "America/Mexico_City": "Guadalajara, Leon, Oaxaca, Puebla, Veracruz",
    "America/Bogota": "Cali, Medellin, Cartagena",
    "America/Sao_Paulo": "Belo Horizonte, Brasilia, Curitiba, Porto Alegre, Rio de Janeiro",
    "America/Argentina/Buenos_Aires": "Rosario, La Plata",
    "America/Santiago": "Concepcion, Valparaiso",
    "America/Guayaquil": "Quito",
    "Europe/London": "Aberdeen, Bath, Belfast, Birmingham, Bristol, Cambridge, Cardiff, Edinburgh, "
    "Glasgow, Leeds, Liverpool, Manchester, Newcastle, Nottingham, Oxford, Sheffield, England, "
    "Scotland, Wales, UK",
    "Europe/Dublin": "Cork, Galway, Limerick",
    "Europe/Berlin": "Bremen, Cologne, Dresden, Duesseldorf, Dusseldorf, Essen, Frankfurt, "
    "Hamburg, Hannover, Koeln, Leipzig, Muenchen, Munich, Nuremberg, Stuttgart, Germany",
    "Europe/Paris": "Bordeaux, Lille, Lyon, Marseille, Nantes, Nice, Strasbourg, Toulouse, France",
    "Europe/Madrid": "Barcelona, Bilbao, Malaga, Sevilla, Seville, Valencia, Zaragoza, Spain",
    "Europe/Rome": "Bologna, Florence, Genoa, Milan, Milano, Naples, Palermo, Turin, Italy",
    "Europe/Lisbon": "Porto, Coimbra",
    "Europe/Zurich": "Basel, Bern, Geneva, Lausanne, Switzerland",
    "Europe/Vienna": "Graz, Linz, Salzburg, Austria",
    "Europe/Amsterdam": "Rotterdam, The Hague, Utrecht, Netherlands",
    "Europe/Brussels": "Antwerp, Ghent, Liege, Belgium",
    "Europe/Warsaw": "Gdansk, Krakow, Lodz, Poznan, Wroclaw, Poland",
    "Europe/Stockholm": "Goteborg, Gothenburg, Malmo, Sweden",
    "Europe/Istanbul": "Ankara, Izmir",
    "Europe/Kyiv": "Kharkiv, Lviv, Odesa, Ukraine",
    "Europe/Moscow": "Saint Petersburg",
    "Asia/Kolkata": "Ahmedabad, Bangalore, Bengaluru, Bombay, Chennai, Delhi, Hyderabad, Jaipur, "
    "Kochi, Lucknow, Mumbai, New Delhi, Pune, India",
    "Asia/Karachi": "Islamabad, Lahore, Peshawar, Pakistan",
    "Asia/Dhaka": "Chittagong, Bangladesh",
    "Asia/Shanghai": "Beijing, Chengdu, Guangzhou, Nanjing, Shenzhen, Wuhan, China",
    "Asia/Tokyo": "Kyoto, Nagoya, Osaka, Sapporo, Yokohama, Japan",
    "Asia/Seoul": "Busan, Incheon, Korea",
    "Asia/Ho_Chi_Minh": "Da Nang, Hanoi, Hue, Saigon, Vietnam",
    "Asia/Manila": "Cebu, Davao, Quezon City, Philippines",
    "Asia/Jakarta": "Bandung, Surabaya",
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Riyadh": "Jeddah, Mecca, Medina",
    "Asia/Jerusalem": "Haifa, Tel Aviv, Israel",
    "Africa/Lagos": "Abuja, Ibadan, Kano, Nigeria",
    "Africa/Cairo": "Alexandria, Giza, Egypt",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria, South Africa",
    "Africa/Nairobi": "Mombasa, Kenya",
    "Africa/Casablanca": "Fes, Marrakesh, Rabat, Morocco",
    "Australia/Sydney": "Canberra, Newcastle, Wollongong, New South Wales",
    "Australia/Melbourne": "Geelong",
    "Australia/Brisbane": "Cairns, Gold Coast, Queensland",
    "Pacific/Auckland": "Christchurch, Dunedin, Hamilton, Wellington, New Zealand",
}  # fmt: skip


def zones_of_places() -> Mapping[str, tuple[str, ...]]:
    """Return place, as `fold` writes it → its zone; several where places share a name."""
    zones: dict[str, tuple[str, ...]] = {}
    for zone, names in _PLACES.items():
        for name in map(fold, names.split(", ")):
            zones[name] = (*zones.get(name, ()), zone)
    return zones


def fold(place: str) -> str:
    """Return a place's name without what people write one way or the other: "Ft. Worth, TX"."""
    name = place.casefold().replace("_", " ").replace("-", " ").replace(".", "")
    name = name.split(",")[0].removesuffix(" time").removesuffix(" standard").strip()
    return " ".join({"ft": "fort", "st": "saint"}.get(word, word) for word in name.split())
