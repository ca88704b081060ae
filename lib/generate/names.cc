// Names, passwords and identifiers as an operator's customers would have them.
#include "generate/names.h"

#include "base/text.h"

namespace trunklift::generate {
namespace {

constexpr std::string_view first_words[] = {
    "Acme",     "Northwind", "Lakeside",  "Harbor",    "Summit",   "Prairie",
    "Redwood",  "Bluebird",  "Granite",   "Cedar",     "Pioneer",  "Liberty",
    "Mission",  "Golden",    "Riverside", "Evergreen", "Apex",     "Atlas",
    "Beacon",   "Cascade",   "Delta",     "Eastgate",  "Fairview", "Hillcrest",
    "Ironwood", "Juniper",   "Keystone",  "Magnolia",  "Oakmont",  "Pacific"};
constexpr std::string_view foreign_words[] = {
    "Müller", "Société", "Señor", "Ångström", "Łódź", "Željko",
    "Čapek",  "Gürbüz",  "Καφές", "Москва",   "東京", "Über"};
constexpr std::string_view trades[] = {
    "Dental",   "Law",      "Realty",    "Plumbing",   "Logistics",
    "Clinic",   "Motors",   "Insurance", "Hotel",      "Bakery",
    "Systems",  "Telecom",  "Electric",  "Veterinary", "Storage",
    "Printing", "Software", "Foods",     "Schools",    "Pharmacy"};
constexpr std::string_view forms[] = {"",     " Inc",    " LLC", " Group",
                                      " Co.", " & Sons", "",     ""};
constexpr std::string_view people[] = {
    "Front Desk",   "Reception",  "Sales",       "Support",   "J. Smith",
    "Maria Garcia", "José Núñez", "Billing",     "Main Line", "D. O'Neill",
    "Zoë Baker",    "Warehouse",  "After Hours", "Dispatch",  "K. Nguyen"};
// "PBX new" is what the web UI calls a server that nobody named.
constexpr std::string_view servers[] = {
    "PBX new",       "PBX new",        "PBX new",    "PBX",
    "PBX 1",         "Main PBX",       "Primary",    "Backup",
    "Office",        "Asterisk HQ",    "FreePBX",    "Warehouse",
    "Failover",      "Media Server 1", "Cisco CUBE", "Büro Zürich",
    "Sucursal Nº 2", "SBC east",       "SBC west",   "Call Center"};
constexpr std::string_view types[] = {
    "FreeSWITCH", "blue.box", "threecom", "Response Point", "Cisco", "asterisk",
    "Avaya",      "FreePBX",  "3CX",      "Taridium"};

constexpr std::string_view alphabet =
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::string drawn_text(Random& random, std::uint32_t size,
                       std::string_view from) {
  std::string out(size, ' ');
  for (char& c : out) c = from[random.below(from.size())];
  return out;
}

}  // namespace

std::string company_name(Random& random) {
  const bool foreign = random.percent(12);
  std::string out(foreign ? random.pick(foreign_words)
                          : random.pick(first_words));
  out += ' ';
  out += random.pick(trades);
  out += random.pick(forms);
  return out;
}

std::string_view person_name(Random& random) { return random.pick(people); }
std::string_view server_name(Random& random) { return random.pick(servers); }
std::string_view server_type(Random& random) { return random.pick(types); }

std::string hex_id(Random& random) {
  std::string out;
  append_hex(out, random.next());
  append_hex(out, random.next());
  return out;
}

std::string letters_and_digits(Random& random, std::uint32_t size) {
  return drawn_text(random, size, alphabet.substr(0, 36));
}

std::string password(Random& random) {
  return drawn_text(random, random.between(10, 16), alphabet);
}

}  // namespace trunklift::generate
