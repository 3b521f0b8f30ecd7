import type { Shipped } from './index.ts';

const AT = '2026-11-24T00:00:00Z';

/** What people do by hand in a critical incident, a pause for each part; to be cloned and made one's own. */
export const criticalIncident: Shipped = {
  name: 'AWSIncidents-CriticalIncidentRunbookTemplate',
  type: 'Automation',
  format: 'YAML',
  at: AT,
  content: `schemaVersion: '0.3'
description: |-
  # A critical incident, step by step

  Four steps that people do, one after the other. Each waits until somebody resumes it. Clone the
  document, put your own systems, links and commands into the descriptions, and replace by actions what a
  machine can do.
mainSteps:
  - name: Triage
    action: aws:pause
    description: |-
      **Find out how bad it is.**

      * Who is affected, since when, and does it grow? Set the severity to match.
      * Say in the chat channel who leads the incident, and who writes down what is found.
      * Is it a deployment of the last hour? Then roll back first, and look for the cause afterwards.
    inputs: {}
  - name: Diagnosis
    action: aws:pause
    description: |-
      **Find the part that fails.**

      * Open the alarm's metric, and the dashboards and logs of what it watches.
      * What changed: deployments, settings, traffic, certificates, quotas, a provider's status page?
      * Write each guess on the timeline with what speaks for and against it.
    inputs: {}
  - name: Mitigation
    action: aws:pause
    description: |-
      **Make it stop hurting, before the cause is understood.**

      * Roll back, fail over, shed load, add capacity or switch the feature off: whichever is quickest and can be undone.
      * Say on the timeline what is about to be done, and what it should change.
      * Watch the metric for ten minutes. No better? Undo it, and take the next.
    inputs: {}
  - name: Recovery
    action: aws:pause
    description: |-
      **Go back to normal.**

      * The alarm is OK, queues have drained, and what was switched off is on again.
      * Undo what was only for the emergency, or write down who does so, and by when.
      * Resolve the incident with a note of what it was, and ask for an analysis.
    inputs: {}
    isEnd: true
`,
};

/** The questions of an analysis after an incident, as sections of a document. */
export const postIncidentAnalysis: Shipped = {
  name: 'AWSIncidents-PostIncidentAnalysisTemplate',
  type: 'ProblemAnalysisTemplate',
  format: 'JSON',
  at: AT,
  content: JSON.stringify(
    {
      description: 'Questions to answer after an incident: what happened, why, and what will be different.',
      sections: [
        {
          title: 'Overview',
          questions: [
            'What happened, in three sentences that somebody outside the team understands?',
            'Who was affected, how, and for how long?',
            'When did it begin, when was it noticed, when was somebody on it, when was it over?',
          ],
        },
        {
          title: 'Detection',
          questions: [
            'What told us, and could it have told us sooner?',
            'Were the right people paged, and nobody in vain?',
          ],
        },
        {
          title: 'Diagnosis',
          questions: [
            'Which guesses were followed, and what spoke for them at the time?',
            'What would have shown the cause in half the time?',
          ],
        },
        {
          title: 'Mitigation',
          questions: ['What ended it, and was it known beforehand?', 'Which of the steps can a runbook do?'],
        },
        {
          title: 'Prevention',
          questions: [
            'What made it possible? Ask why until the answer is something that we can change.',
            'Where else could the same thing happen?',
            'What will be different, who does it, and by when?',
          ],
        },
      ],
    },
    null,
    2,
  ),
};
