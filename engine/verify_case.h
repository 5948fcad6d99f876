// Hashes the evidence of a case again, where it stood when it was analysed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/case/case_reader.h"
#include "engine/container_options.h"

namespace sojourn {

struct VerifiedFile {
  enum class State : std::uint8_t {
    same,
    changed,
    missing,
    unreadable,  // it, or what it lies in
  };
  std::string path;
  State state = State::same;
  std::string sha256;  // as the case has it
  std::string found;   // what is there instead, where that can be said
};

// In the order of their paths, all of them and all their copies, and the containers that were
// hashed. Relative paths begin in the folder
// of the run that found them, else in this program's. What lies in an archive is the same where the
// archive still holds those bytes, under whatever name.
std::vector<VerifiedFile> verify_case(const CaseReader& reader, const ContainerOptions& options);

}  // namespace sojourn
