// Hosts and accounts of a case by the names that a person types, `*` and `?` among them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/case/case_reader.h"

namespace sojourn {

// Full names of the hosts that go by one of these, with or without their domain, and with or
// without the number that tells machines of one name apart.
std::vector<std::string> hosts_named(const std::vector<std::string>& names,
                                     const CaseReader& reader);

// Accounts that any record spells so, whatever their sessions' own records call them.
std::vector<std::int64_t> accounts_named(const std::vector<std::string>& names,
                                         const CaseReader& reader);

// Throws std::runtime_error, which says what there is, where nothing goes by the name.
void require_host(const std::string& name, const CaseReader& reader);
void require_account(const std::string& name, const CaseReader& reader);
void require_burst(std::int64_t burst_id, const CaseReader& reader);
void require_run(std::int64_t run_id, const CaseReader& reader);

}  // namespace sojourn
