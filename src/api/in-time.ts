/** How long the database may take to answer a question about its health. */
const PATIENCE_MS = 2_000;

/** The answer, or an error when it takes longer than 2 s: who asks about health must not hang with the patient. */
export function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the database did not answer in time')), PATIENCE_MS);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
