import type { Command } from '../command.ts';
import { usage } from '../fault.ts';
import { contactArn, lastOf } from '../names.ts';

/** Times that a plan may begin again, at most. */
const MOST = 20;

export const repeatContactPlan: Command = {
  name: 'contacts plan repeat',
  positionals: ['CONTACT', 'N'],
  options: {},
  summary: 'let a plan begin again when nobody has answered',
  help: `
Sets how often the plan of a person or escalation plan begins again after its last stage, while nobody has answered: 0 to ${MOST}.
Its stages stay. CONTACT is an alias or ARN.

  muster contacts plan repeat payments-oncall 3`,
  async run({ io, client }, given) {
    const [named = '', text = ''] = given.positionals;
    const repeats = /^\d{1,2}$/.test(text) ? Number(text) : MOST + 1;
    if (repeats > MOST) throw usage(`wanted a whole number from 0 to ${MOST}, got ${JSON.stringify(text)}`);
    const ContactId = await contactArn(client(), named);
    const { Type } = await client().contacts('GetContact', { ContactId });
    const params = { contact: lastOf(ContactId) };
    if (Type === 'ONCALL_SCHEDULE') throw usage('an on-call schedule has no stages that could repeat');
    if (Type === 'ESCALATION') {
      const { body } = await client().api('getEscalationPlan', { params });
      const { displayName, stages, acknowledgementTimeoutMinutes } = body;
      const content = { displayName, stages, repeats, acknowledgementTimeoutMinutes };
      await client().api('replaceEscalationPlan', { params, body: content, ifMatch: '*' });
    } else {
      const { body } = await client().api('getEngagementPlan', { params });
      await client().api('replaceEngagementPlan', { params, body: { ...body, repeats }, ifMatch: '*' });
    }
    io.out(`${ContactId}\n`);
    io.err(repeats === 0 ? 'It does not begin again.\n' : `It begins again up to ${repeats} times.\n`);
    return undefined;
  },
};
