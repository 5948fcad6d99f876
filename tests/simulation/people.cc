#include "tests/simulation/people.h"

#include <string>

namespace sojourn::simulation {

std::vector<User> people_of(const Host& host, bool joined, std::uint64_t seed) {
  const std::string local_sid = "S-1-5-21-2052111302-1275210071-" +
                                std::to_string(1'000'000'000 + seed % 1'000'000'000) + "-";
  const std::string sid = joined ? "S-1-5-21-1004336348-1177238915-682003330-" : local_sid;
  const std::string domain = joined ? "CORP" : host.name();
  return {{"maria.lindqvist", domain, sid + "1104", Token::standard},
          {"j.okafor", domain, sid + "1118", Token::split},
          {"adm.petrov", domain, sid + "1131", Token::full},
          {"svc_backup", domain, sid + "1150", Token::split},
          {"Administrator", host.name(), local_sid + "500", Token::full},
          {"kiosk", host.name(), local_sid + "1002", Token::standard}};
}

}  // namespace sojourn::simulation
