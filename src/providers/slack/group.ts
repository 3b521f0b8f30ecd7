import { type Channel, kindFault, type Probed } from '#domain/channels';
import { createTurns, failed } from '#providers/chat';
import type { SlackClient } from './client.ts';
import { slackProbe } from './probe.ts';

/** Members that Slack takes in one call. */
const MEMBERS = 500;

/** User groups of the workspace, each set to the members that a message names: whoever mentions it reaches them. */
export function createSlackGroups(client: SlackClient): Channel & { probe(signal: AbortSignal): Promise<Probed> } {
  const inTurn = createTurns();
  return {
    type: 'SLACK_GROUP',
    provider: 'slack',
    fields: [{ name: 'address', label: 'Id of the user group', example: 'S0614TZR7' }],
    notReady: client.notReady,
    probe: (signal) => slackProbe(client, signal),
    addressFault,
    async send({ key, to, rota }, signal) {
      const wrong = addressFault(to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      const reason = client.notReady();
      if (reason) return failed({ reason });
      const users = (rota?.members ?? []).slice(0, MEMBERS);
      if (users.length === 0)
        return failed({ permanent: true, reason: 'a user group has one member at least, got none' });
      return inTurn(to, async () => {
        const body = { usergroup: to, users: users.join(',') };
        const answer = await client.call('usergroups.users.update', { room: to, message: key }, body, signal);
        return answer.ok ? { ok: true, providerId: `${to}/${key}` } : answer;
      });
    },
  };
}

function addressFault(address: string): string | undefined {
  const fault = kindFault('SLACK_GROUP', address.slice(0, 60));
  return fault && `${fault}: it stands at the end of the group’s address in Slack`;
}
