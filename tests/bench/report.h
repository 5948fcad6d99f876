// What was measured, as a table, and what this project promises about it, line by line.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/measurement.h"

namespace sojourn::bench {

class Report {
 public:
  // The table grows while the measuring goes on, because that takes minutes.
  explicit Report(std::ostream& out);
  void add(Measurement measured);

  // What was promised beside what was measured. Nothing is judged: on a busy machine every figure
  // tells of that, too.
  void write_promises() const;

 private:
  const Measurement* find(std::string_view what, std::string_view log) const;
  // Of the two figures; nothing when one of them was not measured.
  std::optional<double> faster(std::string_view what, std::string_view than,
                               std::string_view log) const;
  std::optional<double> times_as_long(std::string_view log) const;
  // From a storm of a hundred thousand to one of a million.
  std::optional<double> growth(double Measurement::*part) const;
  void promise(std::string_view about, std::string_view target,
               const std::optional<double>& figure) const;

  std::ostream& out_;
  std::vector<Measurement> measured_;
};

}  // namespace sojourn::bench
