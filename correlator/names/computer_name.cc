#include "correlator/names/computer_name.h"

namespace sojourn {

bool is_image_name(std::string_view computer) {
  return computer.empty() || computer == "minwinpc" || computer.starts_with("37l4247");
}

bool is_setup_name(std::string_view computer) {
  return is_image_name(computer) || (computer.starts_with("win-") && computer.size() == 15);
}

}  // namespace sojourn
