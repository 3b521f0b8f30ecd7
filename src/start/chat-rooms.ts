import type { Quotas } from '#domain/accounts';
import type { Trail } from '#domain/audit';
import type { Outbox, Route } from '#domain/channels';
import {
  answerMessages,
  type ChatChannels,
  chatTestMessages,
  createAnswers,
  createChatPeople,
  createDeeds,
  createDirectAnswers,
  createFollowing,
  createInbox,
  createMirrors,
  createNotices,
  joinsOpen,
  mirrorHandler,
  mirrorInvariant,
  mirrorMessages,
  mirrorsCheck,
  noticeHandler,
  noticeInvariant,
  noticeMessages,
  personFollowers,
  type RoomTexts,
  receivedHandler,
  roomFollowers,
} from '#domain/chat';
import { type Acknowledging, createByPerson, type EngagementRooms, type Engagements } from '#domain/engagements';
import type { FollowerKind, Followers } from '#domain/followers';
import type { Incidents } from '#domain/incidents';
import type { OnCall } from '#domain/oncall';
import type { TestAnswers } from '#domain/test-pages';
import type { Log } from '#kernel/log';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { chatTrail } from './chat-trail.ts';

interface ChatMaterials {
  db: Db;
  due: DueWork;
  keyring: Keyring;
  log: Log;
  now: () => Date;
  publicUrl: string;
  /** Whether what is pressed in Slack comes back to us. */
  slackAnswers?: boolean;
  trail: Trail;
  outbox: Outbox;
  onCall: OnCall;
  chatChannels: ChatChannels;
  followers: Followers;
  incidents: Incidents;
  engagements: Engagements;
  engagementRooms: EngagementRooms;
  acknowledging: Acknowledging;
  testAnswers: TestAnswers;
  channels: Route[];
  quotas: Quotas;
  texts: RoomTexts;
}

/** The parts of the room `chat`, joined with those below it. */
export function chatRooms(materials: ChatMaterials) {
  const { db, due, keyring, log, now, trail, outbox, onCall, chatChannels, followers } = materials;
  const { incidents, engagements, engagementRooms, publicUrl } = materials;
  const { contacts, contactChannels, minuteMs } = engagementRooms;
  const people = createChatPeople(keyring, contacts);
  const inbox = createInbox(due, keyring);
  const byPerson = createByPerson(engagementRooms);
  const deeds = createDeeds({ contacts, engagements, byPerson, incidents, onCall });
  const { acknowledging, testAnswers } = materials;
  const direct = createDirectAnswers({ contactChannels, acknowledging, byPerson, testAnswers });
  const answers = createAnswers(outbox, keyring);
  const { channels, quotas } = materials;
  const mirrorRooms = { due, outbox, keyring, onCall, contactChannels, people, channels, quotas };
  const mirrors = createMirrors(mirrorRooms);
  const noticeRooms = { due, outbox, onCall, chatChannels };
  const showing = { contacts, publicUrl, minuteMs, buttons: materials.slackAnswers ?? false };
  const followerKinds: FollowerKind[] = [
    ...roomFollowers({ ...showing, chatChannels, ...materials.texts }),
    personFollowers({ ...showing, contactChannels }),
  ];
  return {
    rooms: {
      chatPeople: people,
      inbox,
      mirrors,
      notices: createNotices(noticeRooms),
      following: createFollowing({ followers, chatChannels, contacts, contactChannels, incidents }),
    },
    followerKinds,
    joins: joinsOpen(followers, incidents, log),
    sources: [
      chatTestMessages(chatChannels),
      answerMessages(keyring),
      noticeMessages(noticeRooms),
      mirrorMessages(mirrorRooms),
    ],
    handlers: [
      receivedHandler({ db, due, now, log, inbox, people, deeds, direct, answers, record: chatTrail(trail) }),
      noticeHandler({ ...noticeRooms, db, now, log }),
      mirrorHandler({ ...mirrorRooms, db, now, log }),
    ],
    invariants: [noticeInvariant(due), mirrorInvariant(due)],
    checks: [mirrorsCheck(mirrors)],
  };
}
