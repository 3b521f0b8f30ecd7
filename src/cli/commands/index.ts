import type { Command } from '../command.ts';
import {
  alarmHistory,
  deleteAlarm,
  disableAlarm,
  enableAlarm,
  listAlarmsCommand,
  setAlarmState,
  showAlarm,
} from './alarms.ts';
import { aws } from './aws.ts';
import { installExtension } from './aws-extension.ts';
import { deleteBus, listBusesCommand, putBus, showBus } from './buses.ts';
import { bindChat, listChat, testChat, unbindChat } from './chat.ts';
import { listMirrors, mirrorOnCall, unmirror } from './chat-mirrors.ts';
import { listNotices, notify, stopNotice } from './chat-notices.ts';
import { completion } from './completion.ts';
import { listContactsCommand, showContact } from './contacts.ts';
import {
  activate,
  addChannel,
  clearFlag,
  deactivateChannel,
  deleteChannel,
  listChannelsCommand,
  sendCode,
  updateChannel,
} from './contacts-channels.ts';
import { pushLink, signingSecret } from './contacts-own-channels.ts';
import { repeatContactPlan } from './contacts-repeat.ts';
import { linkSlack, unlinkSlack } from './contacts-slack.ts';
import { answerTest, listTests, testContact } from './contacts-test.ts';
import { createContact, deleteContact, setContactPlan, showContactPlan, updateContact } from './contacts-write.ts';
import { doctor } from './doctor.ts';
import { disableDrills, drillScores, enableDrills, listDrills } from './drills.ts';
import { eventDeliveries, eventLog } from './events.ts';
import {
  createHeartbeat,
  deleteHeartbeat,
  disableHeartbeat,
  enableHeartbeat,
  listHeartbeatsCommand,
  renewHeartbeat,
  showHeartbeat,
  updateHeartbeat,
} from './heartbeats.ts';
import { addHost, listHosts, removeHost } from './hosts.ts';
import { attempts } from './incidents-attempts.ts';
import { exportIncident } from './incidents-export.ts';
import { follow, listFollowersCommand, unfollow } from './incidents-follow.ts';
import { list, show } from './incidents-read.ts';
import { note, timeline } from './incidents-timeline.ts';
import { resolve, start, update } from './incidents-write.ts';
import { createIntakeKey, listKeys, revokeIntakeKey, testIntake } from './intake.ts';
import { addIntegration, listIntegrations, removeIntegration } from './integrations.ts';
import { getMetric, listMetrics, putMetric } from './metrics.ts';
import { listShifts, oncall } from './oncall.ts';
import { createFeed, listFeedsCommand, revokeFeed } from './oncall-feeds.ts';
import { gaps, warnings } from './oncall-gaps.ts';
import { addOverride, listOverrides, removeOverride } from './oncall-overrides.ts';
import { planOnCall } from './oncall-plan.ts';
import { preview } from './oncall-preview.ts';
import {
  createRotation,
  deleteRotation,
  listRotationsCommand,
  showRotation,
  updateRotation,
} from './oncall-rotations.ts';
import { acceptSwap, declineSwap, listSwapsCommand, offerSwap, withdrawSwap } from './oncall-swaps.ts';
import { listPlansCommand, showPlan } from './plans.ts';
import { planNoise } from './plans-noise.ts';
import { createPlan, deletePlan, updatePlan } from './plans-write.ts';
import { probeProvider, providers } from './providers.ts';
import { deleteRule, disableRule, enableRule, listRulesCommand, showRule } from './rules.ts';
import { explainRule } from './rules-explain.ts';
import { putRule } from './rules-put.ts';
import { replayRule } from './rules-replay.ts';
import { testRule } from './rules-test.ts';
import {
  deleteRunbook,
  getRunbook,
  graphRunbook,
  lintRunbook,
  listRunbooks,
  putRunbook,
  runbookVersions,
  setRunbookDefault,
} from './runbook-documents.ts';
import { plannedRunbooks } from './runbooks.ts';
import { settings } from './settings.ts';
import { listSignalsCommand, neverOver } from './signals.ts';
import { createSilence, endSilence, listSilencesCommand, showSilence, updateSilence } from './silences.ts';
import { startServer } from './start.ts';
import { listTemplatesCommand, previewTemplate, resetTemplate, setTemplate, showTemplate } from './templates.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import {
  createTopic,
  deleteTopic,
  deliveries,
  listTopicsCommand,
  publish,
  showTopic,
  subscribe,
  unsubscribe,
} from './topics.ts';
import { whoami } from './whoami.ts';
import { why } from './why.ts';

/** Every command, in the order of the help. */
export const commands: Command[] = [
  startServer,
  whoami,
  doctor,
  providers,
  probeProvider,
  why,
  list,
  show,
  start,
  update,
  note,
  resolve,
  timeline,
  listFollowersCommand,
  follow,
  unfollow,
  attempts,
  exportIncident,
  listPlansCommand,
  showPlan,
  createPlan,
  updatePlan,
  deletePlan,
  planNoise,
  listContactsCommand,
  showContact,
  createContact,
  updateContact,
  deleteContact,
  listChannelsCommand,
  addChannel,
  updateChannel,
  sendCode,
  signingSecret,
  clearFlag,
  deactivateChannel,
  deleteChannel,
  activate,
  testContact,
  listTests,
  answerTest,
  listDrills,
  enableDrills,
  disableDrills,
  drillScores,
  pushLink,
  showContactPlan,
  setContactPlan,
  linkSlack,
  unlinkSlack,
  listChat,
  bindChat,
  unbindChat,
  testChat,
  repeatContactPlan,
  listMirrors,
  listNotices,
  mirrorOnCall,
  unmirror,
  notify,
  stopNotice,
  oncall,
  listRotationsCommand,
  showRotation,
  createRotation,
  updateRotation,
  deleteRotation,
  listShifts,
  listOverrides,
  addOverride,
  removeOverride,
  preview,
  planOnCall,
  gaps,
  warnings,
  listSwapsCommand,
  offerSwap,
  acceptSwap,
  declineSwap,
  withdrawSwap,
  listFeedsCommand,
  createFeed,
  revokeFeed,
  listSilencesCommand,
  showSilence,
  createSilence,
  updateSilence,
  endSilence,
  listHeartbeatsCommand,
  showHeartbeat,
  createHeartbeat,
  updateHeartbeat,
  enableHeartbeat,
  disableHeartbeat,
  renewHeartbeat,
  deleteHeartbeat,
  listSignalsCommand,
  neverOver,
  listTemplatesCommand,
  showTemplate,
  setTemplate,
  resetTemplate,
  previewTemplate,
  listRunbooks,
  getRunbook,
  putRunbook,
  runbookVersions,
  setRunbookDefault,
  deleteRunbook,
  lintRunbook,
  graphRunbook,
  plannedRunbooks,
  listAlarmsCommand,
  showAlarm,
  alarmHistory,
  setAlarmState,
  enableAlarm,
  disableAlarm,
  deleteAlarm,
  listMetrics,
  putMetric,
  getMetric,
  listRulesCommand,
  showRule,
  enableRule,
  disableRule,
  putRule,
  deleteRule,
  listBusesCommand,
  showBus,
  putBus,
  deleteBus,
  eventDeliveries,
  eventLog,
  testRule,
  explainRule,
  replayRule,
  addHost,
  listHosts,
  removeHost,
  addIntegration,
  listIntegrations,
  removeIntegration,
  listTopicsCommand,
  showTopic,
  createTopic,
  deleteTopic,
  subscribe,
  unsubscribe,
  publish,
  deliveries,
  createIntakeKey,
  listKeys,
  revokeIntakeKey,
  testIntake,
  createToken,
  listTokens,
  revokeToken,
  settings,
  completion,
  aws,
  installExtension,
];
