import { routes } from '../route.ts';
import {
  HeartbeatAddress,
  HeartbeatMonitor,
  HeartbeatMonitorChange,
  HeartbeatMonitorFilter,
  HeartbeatMonitorId,
  HeartbeatMonitorPage,
  NewHeartbeatMonitor,
} from './schemas.ts';

const group = 'Heartbeat monitors';
const path = '/heartbeats/{monitorId}';

export const heartbeatRoutes = routes({
  listHeartbeats: {
    method: 'GET',
    path: '/heartbeats',
    group,
    summary: 'List heartbeat monitors, by name',
    about: 'Of the call’s region. No address is shown.',
    access: 'read',
    query: HeartbeatMonitorFilter,
    answer: HeartbeatMonitorPage,
  },
  createHeartbeat: {
    method: 'POST',
    path: '/heartbeats',
    group,
    summary: 'Make a heartbeat monitor',
    about: 'Its address is shown this once. It misses nothing before its first beat.',
    access: 'write',
    body: NewHeartbeatMonitor,
    answer: HeartbeatAddress,
    status: 201,
    location: (answer: { monitor: { id: string } }) => `/heartbeats/${answer.monitor.id}`,
    unrepeatable: true,
  },
  getHeartbeat: {
    method: 'GET',
    path,
    group,
    summary: 'Show a heartbeat monitor',
    access: 'read',
    params: HeartbeatMonitorId,
    answer: HeartbeatMonitor,
  },
  editHeartbeat: {
    method: 'PATCH',
    path,
    group,
    summary: 'Change, enable or disable a heartbeat monitor',
    access: 'write',
    params: HeartbeatMonitorId,
    body: HeartbeatMonitorChange,
    answer: HeartbeatMonitor,
  },
  renewHeartbeat: {
    method: 'POST',
    path: '/heartbeats/{monitorId}/address',
    group,
    summary: 'Give a heartbeat monitor another address',
    about: 'It is shown this once; the former one is unknown at once.',
    access: 'write',
    params: HeartbeatMonitorId,
    answer: HeartbeatAddress,
    status: 201,
    unrepeatable: true,
  },
  deleteHeartbeat: {
    method: 'DELETE',
    path,
    group,
    summary: 'Delete a heartbeat monitor',
    about: 'Incidents that it opened stay.',
    access: 'write',
    params: HeartbeatMonitorId,
  },
});
