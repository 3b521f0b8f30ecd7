import { alarmHandlers } from './alarms/handlers.ts';
import { alarmRoutes } from './alarms/routes.ts';
import { busHandlers } from './buses/handlers.ts';
import { busRoutes } from './buses/routes.ts';
import { channelHandlers } from './channels/handlers.ts';
import { channelRoutes } from './channels/routes.ts';
import { chatHandlers } from './chat/handlers.ts';
import { mirrorHandlers } from './chat/mirrors-handlers.ts';
import { mirrorRoutes } from './chat/mirrors-routes.ts';
import { noticeHandlers } from './chat/notices-handlers.ts';
import { noticeRoutes } from './chat/notices-routes.ts';
import { chatRoutes } from './chat/routes.ts';
import { contactHandlers } from './contacts/handlers.ts';
import { contactRoutes } from './contacts/routes.ts';
import { doctorHandlers } from './doctor/handlers.ts';
import { doctorRoutes } from './doctor/routes.ts';
import { drillHandlers } from './drills/handlers.ts';
import { drillRoutes } from './drills/routes.ts';
import { engagementHandlers } from './engagements/handlers.ts';
import { engagementRoutes } from './engagements/routes.ts';
import { followerHandlers } from './followers/handlers.ts';
import { followerRoutes } from './followers/routes.ts';
import { heartbeatHandlers } from './heartbeats/handlers.ts';
import { heartbeatRoutes } from './heartbeats/routes.ts';
import { hostHandlers } from './hosts/handlers.ts';
import { hostRoutes } from './hosts/routes.ts';
import { incidentHandlers } from './incidents/handlers.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { insightHandlers } from './insight/handlers.ts';
import { insightRoutes } from './insight/routes.ts';
import { intakeHandlers } from './intake/handlers.ts';
import { intakeRoutes } from './intake/routes.ts';
import { integrationHandlers } from './integrations/handlers.ts';
import { integrationRoutes } from './integrations/routes.ts';
import { liveHandlers } from './live/handlers.ts';
import { liveRoutes } from './live/routes.ts';
import { metricHandlers } from './metrics/handlers.ts';
import { metricRoutes } from './metrics/routes.ts';
import { onCallHandlers, onCallRoutes } from './oncall/table.ts';
import type { Served } from './pipeline.ts';
import { providerHandlers } from './providers/handlers.ts';
import { providerRoutes } from './providers/routes.ts';
import { relatedHandlers } from './related-items/handlers.ts';
import { relatedRoutes } from './related-items/routes.ts';
import { replayHandlers } from './replays/handlers.ts';
import { replayRoutes } from './replays/routes.ts';
import { planHandlers } from './response-plans/handlers.ts';
import { planRoutes } from './response-plans/routes.ts';
import type { ApiRooms } from './rooms.ts';
import type { AnyHandler, Handlers, Routes } from './route.ts';
import { ruleHandlers } from './rules/handlers.ts';
import { ruleRoutes } from './rules/routes.ts';
import { runbookHandlers } from './runbooks/handlers.ts';
import { runbookRoutes } from './runbooks/routes.ts';
import { scheduleHandlers } from './schedules/handlers.ts';
import { scheduleRoutes } from './schedules/routes.ts';
import { signalHandlers } from './signals/handlers.ts';
import { signalRoutes } from './signals/routes.ts';
import { silenceHandlers } from './silences/handlers.ts';
import { silenceRoutes } from './silences/routes.ts';
import { templateHandlers } from './templates/handlers.ts';
import { templateRoutes } from './templates/routes.ts';
import { testHandlers } from './test-pages/handlers.ts';
import { testRoutes } from './test-pages/routes.ts';
import { timelineHandlers } from './timeline/handlers.ts';
import { timelineRoutes } from './timeline/routes.ts';
import { tokenHandlers } from './tokens/handlers.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { topicHandlers } from './topics/handlers.ts';
import { topicRoutes } from './topics/routes.ts';

/** Every operation of the native API, in the order of the reference. */
export const table = {
  ...incidentRoutes,
  ...timelineRoutes,
  ...relatedRoutes,
  ...followerRoutes,
  ...engagementRoutes,
  ...planRoutes,
  ...runbookRoutes,
  ...contactRoutes,
  ...channelRoutes,
  ...chatRoutes,
  ...mirrorRoutes,
  ...templateRoutes,
  ...testRoutes,
  ...drillRoutes,
  ...providerRoutes,
  ...noticeRoutes,
  ...insightRoutes,
  ...replayRoutes,
  ...scheduleRoutes,
  ...onCallRoutes,
  ...silenceRoutes,
  ...alarmRoutes,
  ...signalRoutes,
  ...heartbeatRoutes,
  ...topicRoutes,
  ...metricRoutes,
  ...busRoutes,
  ...ruleRoutes,
  ...liveRoutes,
  ...integrationRoutes,
  ...hostRoutes,
  ...intakeRoutes,
  ...tokenRoutes,
  ...doctorRoutes,
};

/** The same with their handlers. */
export function servedBy(rooms: ApiRooms): Served[] {
  return [
    ...joined(incidentRoutes, incidentHandlers(rooms)),
    ...joined(timelineRoutes, timelineHandlers(rooms)),
    ...joined(relatedRoutes, relatedHandlers(rooms)),
    ...joined(followerRoutes, followerHandlers(rooms)),
    ...joined(engagementRoutes, engagementHandlers(rooms)),
    ...joined(planRoutes, planHandlers(rooms)),
    ...joined(runbookRoutes, runbookHandlers(rooms)),
    ...joined(contactRoutes, contactHandlers(rooms)),
    ...joined(channelRoutes, channelHandlers(rooms)),
    ...joined(chatRoutes, chatHandlers(rooms)),
    ...joined(mirrorRoutes, mirrorHandlers(rooms)),
    ...joined(templateRoutes, templateHandlers(rooms)),
    ...joined(testRoutes, testHandlers(rooms)),
    ...joined(drillRoutes, drillHandlers(rooms)),
    ...joined(providerRoutes, providerHandlers(rooms)),
    ...joined(noticeRoutes, noticeHandlers(rooms)),
    ...joined(insightRoutes, insightHandlers(rooms)),
    ...joined(replayRoutes, replayHandlers(rooms)),
    ...joined(scheduleRoutes, scheduleHandlers(rooms)),
    ...joined(onCallRoutes, onCallHandlers(rooms)),
    ...joined(silenceRoutes, silenceHandlers(rooms)),
    ...joined(alarmRoutes, alarmHandlers(rooms)),
    ...joined(signalRoutes, signalHandlers(rooms)),
    ...joined(heartbeatRoutes, heartbeatHandlers(rooms)),
    ...joined(topicRoutes, topicHandlers(rooms)),
    ...joined(metricRoutes, metricHandlers(rooms)),
    ...joined(busRoutes, busHandlers(rooms)),
    ...joined(ruleRoutes, ruleHandlers(rooms)),
    ...joined(liveRoutes, liveHandlers()),
    ...joined(integrationRoutes, integrationHandlers(rooms)),
    ...joined(hostRoutes, hostHandlers(rooms)),
    ...joined(intakeRoutes, intakeHandlers(rooms)),
    ...joined(tokenRoutes, tokenHandlers(rooms)),
    ...joined(doctorRoutes, doctorHandlers(rooms)),
  ];
}

function joined<T extends Routes>(routes: T, handlers: Handlers<T>): Served[] {
  return Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    handler: handlers[name] as unknown as AnyHandler,
  }));
}
