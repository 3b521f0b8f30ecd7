import { cut } from '#kernel/text';

/** Longest note that is taken. */
const NOTE = 3_000;

/** The form in which a note for an incident is written. `incident` comes back with it. */
export const noteView = (incident: string, title: string) => ({
  type: 'modal',
  callback_id: 'note',
  private_metadata: incident,
  title: { type: 'plain_text', text: 'Note' },
  submit: { type: 'plain_text', text: 'Write it' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: [
    {
      type: 'input',
      block_id: 'note',
      label: { type: 'plain_text', text: cut(`For the timeline of ${title}`, 150) },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true, max_length: NOTE },
    },
  ],
});
