import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { alarmListHandlers } from './alarm-lists.ts';
import { alarmHandlers } from './alarms.ts';
import { metricHandlers } from './metrics.ts';
import { cloudwatch } from './service.ts';
import { tagHandlers } from './tags.ts';

/** CloudWatch: alarms and metrics. Handlers translate; the room decides. */
export function cloudwatchService(rooms: Rooms): Implementation<Tx> {
  return implement(cloudwatch, {
    ...alarmHandlers(rooms),
    ...alarmListHandlers(rooms),
    ...tagHandlers(rooms),
    ...metricHandlers(rooms),
  });
}
