"""Time zones as Windows calls them, which is how Logic Apps and Power Automate name them, by the names of all others.

>>> zone_called("Romance Standard Time"), zone_called("Asia/Tokyo")
('Europe/Paris', 'Asia/Tokyo')
"""

from __future__ import annotations

_ON_WINDOWS = {
    "AUS Central": "Australia/Darwin",
    "AUS Eastern": "Australia/Sydney",
    "Alaskan": "America/Anchorage",
    "Arab": "Asia/Riyadh",
    "Arabian": "Asia/Dubai",
    "Argentina": "America/Argentina/Buenos_Aires",
    "Atlantic": "America/Halifax",
    "Azores": "Atlantic/Azores",
    "Bangladesh": "Asia/Dhaka",
    "Canada Central": "America/Regina",
    "Cen. Australia": "Australia/Adelaide",
    "Central": "America/Chicago",
    "Central America": "America/Guatemala",
    "Central Europe": "Europe/Budapest",
    "Central European": "Europe/Warsaw",
    "China": "Asia/Shanghai",
    "E. Australia": "Australia/Brisbane",
    "E. Europe": "Europe/Chisinau",
    "E. South America": "America/Sao_Paulo",
    "Eastern": "America/New_York",
    "Egypt": "Africa/Cairo",
    "FLE": "Europe/Kiev",
    "GMT": "Europe/London",
    "GTB": "Europe/Bucharest",
    "Greenwich": "Atlantic/Reykjavik",
    "Hawaiian": "Pacific/Honolulu",
    "India": "Asia/Kolkata",
    "Iran": "Asia/Tehran",
    "Israel": "Asia/Jerusalem",
    "Korea": "Asia/Seoul",
    "Morocco": "Africa/Casablanca",
    "Mountain": "America/Denver",
    "New Zealand": "Pacific/Auckland",
    "Newfoundland": "America/St_Johns",
    "Pacific": "America/Los_Angeles",
    "Pacific SA": "America/Santiago",
    "Pakistan": "Asia/Karachi",
    "Romance": "Europe/Paris",
    "Russian": "Europe/Moscow",
    "SA Pacific": "America/Bogota",
    "SA Western": "America/La_Paz",
    "SE Asia": "Asia/Bangkok",
    "Singapore": "Asia/Singapore",
    "South Africa": "Africa/Johannesburg",
    "Taipei": "Asia/Taipei",
    "Tokyo": "Asia/Tokyo",
    "Turkey": "Europe/Istanbul",
    "US Eastern": "America/Indiana/Indianapolis",
    "US Mountain": "America/Phoenix",
    "Venezuela": "America/Caracas",
    "W. Australia": "Australia/Perth",
    "W. Central Africa": "Africa/Lagos",
    "W. Europe": "Europe/Berlin",
}


def zone_called(name: str) -> str:
    """Give the name that everybody else has for a zone of Windows; any other name as it is."""
    return _ON_WINDOWS.get(name.strip().removesuffix(" Standard Time"), name) if name.endswith(" Time") else name
