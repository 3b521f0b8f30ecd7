/** What a live view is to hear of. */
export interface LiveAsked {
  account: string;
  topics: ReadonlySet<'incidents' | 'timeline'>;
  /** Only of this incident. */
  incident?: string;
}
