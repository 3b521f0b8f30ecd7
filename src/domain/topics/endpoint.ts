/** A message as it goes to an endpoint over HTTP. */
export interface EndpointMessage {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * What an endpoint made of it. Only a named permanent error is final: an address that must not be reached or cannot be, and an
 * answer from 400 to 499 other than 408, 425 and 429. Everything else is tried again, as the delivery policy says.
 */
export type Heard = { ok: true; status: number } | { ok: false; permanent: boolean; reason: string };

/** How messages reach endpoints of subscribers. */
export interface Endpoints {
  /** Never throws for what the outside does; gives up within its own time-out, and when `signal` is aborted. */
  post(message: EndpointMessage, signal: AbortSignal): Promise<Heard>;
}
