import type { Mirror, MirrorKind } from '#domain/chat';
import { inOwnWords, subjectArn } from '../oncall/words.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { mirrorRoutes } from './mirrors-routes.ts';
import type { NewOnCallMirror, OnCallMirror } from './mirrors-schemas.ts';

export function mirrorHandlers({ mirrors }: ApiRooms): Handlers<typeof mirrorRoutes> {
  return {
    listOnCallMirrors: async (call) => ({ mirrors: (await mirrors.list(call.context, call.actor.account)).map(view) }),
    addOnCallMirror: async (call, { body }) => {
      const wanted = { subject: subjectArn(call, body.of), ...whereIn(body) };
      const { mirror, secret = null } = await inOwnWords(mirrors.add(call.context, call.now, call.actor, wanted));
      return { mirror: view(mirror), secret };
    },
    removeOnCallMirror: async (call, { params }) => {
      await mirrors.remove(call.context, call.actor.account, params.mirrorId.toLowerCase());
    },
  };
}

function whereIn({ slackGroup, webhook }: Static<typeof NewOnCallMirror>): { kind: MirrorKind; address: string } {
  if (slackGroup !== undefined && webhook === undefined) return { kind: 'SLACK_GROUP', address: slackGroup };
  if (webhook !== undefined && slackGroup === undefined) return { kind: 'WEBHOOK', address: webhook };
  const got = webhook === undefined ? 'neither' : 'both';
  throw faulty([{ field: 'slackGroup', wanted: 'a user group of Slack’s, or the address of a webhook', got }]);
}

const WORDS = { SLACK_GROUP: 'slack-group', WEBHOOK: 'webhook' } as const;

const view = ({
  id,
  kind,
  subject,
  target,
  toldAt,
  fault,
  createdAt,
  createdBy,
}: Mirror): Static<typeof OnCallMirror> => ({
  ...{ id, of: subject, kind: WORDS[kind], target, fault: fault ?? null, createdBy },
  toldAt: toldAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});
