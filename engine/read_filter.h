// Which records a run is asked for: --host and --channel.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

struct ReadFilter {
  // Names with * and ?; none for all. Hosts go by their names with or without the domain.
  std::vector<std::string> hosts = {}, channels = {};

  bool lets_all() const { return hosts.empty() && channels.empty(); }
  bool operator==(const ReadFilter&) const = default;
};

// In lower case and in order, so that filters that mean the same are the same.
ReadFilter plain_filter(ReadFilter filter);

// Whether a name is what the pattern says, whatever its case. `pattern` is in lower case.
bool matches(std::string_view pattern, std::string_view name);

// Several filters, one of which a record has to pass. None let all through.
class RecordFilter {
 public:
  // `strings` must outlive this.
  RecordFilter(std::vector<ReadFilter> filters, const Strings& strings)
      : filters_(std::move(filters)), strings_(strings) {}

  bool lets(const Event& event);
  bool lets_channel(Text channel);

 private:
  // For a name, which of the filters it passes.
  using Passed = std::unordered_map<Text, std::vector<bool>>;
  const std::vector<bool>& of_host(Text host);
  const std::vector<bool>& of_channel(Text channel);

  const std::vector<ReadFilter> filters_;
  const Strings& strings_;
  Passed hosts_, channels_;
};

}  // namespace sojourn
