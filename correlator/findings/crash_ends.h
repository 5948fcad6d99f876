// When what a crash cut short was over.
#pragma once

#include <vector>

#include "correlator/records/host_log.h"
#include "schema/record_range.h"
#include "schema/session.h"

namespace sojourn {

class CrashEnds {
 public:
  // `log` must outlive this. Of `ranges` the signs of life count.
  CrashEnds(const HostLog& log, const std::vector<RecordRange>& ranges);

  // Whatever was open when a machine crashed ends with the last sign of life: the boot's last
  // record, whether the catalog knows it or not, or, where it is later, the time that the next
  // start gives in 6008. Cites the last one that the catalog knows, 6008 and 41, and gives back
  // what was cited; each boot names the record that gave the time.
  std::vector<EventRef> end(std::vector<Session>& sessions, std::vector<LocalSession>& locals,
                            std::vector<Boot>& boots) const;

 private:
  // Of a time that one clock only showed, or none that is known of.
  struct Sign {
    EpochId epoch;
    RecordRange record;
    Moment moment() const { return {epoch, record.first_time}; }
  };

  std::vector<EventRef> records_of_start(BootId boot) const;
  const RecordRange* last_sign(const std::vector<Boot>& boots, BootId crashed,
                               Timestamp before) const;
  std::vector<EventRef> find_stop(std::vector<Boot>& boots, BootId crashed) const;

  const HostLog& log_;
  std::vector<Sign> signs_;  // by epoch and time
};

}  // namespace sojourn
