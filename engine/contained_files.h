// The bytes of event logs that lie in containers, once more: each container is gone through once.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "engine/container_options.h"
#include "engine/evidence.h"
#include "parsers/containers/held_bytes.h"
#include "schema/result.h"

namespace sojourn {

struct ContainedBytes {
  std::size_t file = 0;              // its place among the files
  const HeldBytes* bytes = nullptr;  // good during the call; none where they could not be had again
  std::optional<Issue> issue = {};   // why they are not those, or may not be, that were hashed
};

// Calls `take` for each of `files`, container by container; all of them lie in one. Throws
// std::runtime_error where the system gives no process or no room.
void read_contained(const std::vector<EvidenceFile>& files, const ContainerOptions& options,
                    const std::function<void(const ContainedBytes&)>& take);

}  // namespace sojourn
