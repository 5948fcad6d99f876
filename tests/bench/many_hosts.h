// Many small hosts in one case: what each of them costs, and what one more does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ostream>

namespace sojourn::bench {

// Makes so many hosts in the folder, where they are not there yet, and analyses a hundredth of
// them and all of them, in one thread and in as many as there are processors, and adds the last to
// a case of the others. Throws std::runtime_error when something cannot be measured.
void measure_many_hosts(std::uint64_t hosts, const std::filesystem::path& folder,
                        std::ostream& out);

}  // namespace sojourn::bench
