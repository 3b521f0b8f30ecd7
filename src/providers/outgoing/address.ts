import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where clouds hand out credentials to whoever asks from the machine: never an address for a user's request. */
const METADATA_ADDRESSES = new Set(
  [
    '169.254.169.254', // AWS, Azure, Google and most others
    '169.254.170.2', // AWS container credentials
    '169.254.170.23', // AWS pod identity
    '100.100.100.200', // Alibaba
    '168.63.129.16', // Azure's host agent, in a public range
    '192.0.0.192', // Oracle
    'fd00:ec2::254', // AWS
    'fd00:ec2::23', // AWS pod identity
    'fd20:ce::254', // Google
  ].map((address) => ipaddr.parse(address).toNormalizedString()),
);

const METADATA_NAMES = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data']);

/** Ranges of the owner's own networks, by the names that ipaddr.js gives them: open when private addresses are allowed. */
const PRIVATE_RANGES = new Set(['private', 'loopback', 'carrierGradeNat', 'uniqueLocal', 'deprecatedSiteLocal']);

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** A host as names are compared: in lower case, without the dot that stands for the root. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/** Why a name must not even be resolved; undefined when nothing speaks against it. */
export function refusedName(host: string, allowPrivate: boolean): string | undefined {
  const name = plainHost(host);
  if (METADATA_NAMES.has(name) || name.startsWith('instance-data.')) return 'a cloud metadata service';
  if (!allowPrivate && (name === 'localhost' || name.endsWith('.localhost'))) return 'this machine (loopback)';
  return undefined;
}

/** Why `address` (what a name resolved to, or an IP host) must not be connected to; undefined when it may. */
export function refusedAddress(address: string, allowPrivate: boolean): string | undefined {
  if (isIP(address) === 0) return 'not an IP address';
  if (address.includes('%')) return 'an address of one network link (it has a zone)';
  const parsed = ipaddr.parse(address);
  if (METADATA_ADDRESSES.has(parsed.toNormalizedString())) return 'a cloud metadata service';
  const carried = carriedIpv4(parsed);
  // What hides an IPv4 address in an IPv6 one has a public one to hide, or a bad reason.
  if (carried !== undefined) return refusedAddress(carried, false);
  const range: string = parsed.range();
  if (PRIVATE_RANGES.has(range)) return allowPrivate ? undefined : `in a private range (${range})`;
  if (range !== 'unicast') return `in a range that is not for hosts on the internet (${range})`;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_UNICAST)) return 'outside the public IPv6 range';
  return undefined;
}

/** The IPv4 address that an IPv4-mapped or well-known NAT64 address stands for. */
function carriedIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  if (!(address instanceof ipaddr.IPv6)) return undefined;
  if (!address.isIPv4MappedAddress() && !address.match(NAT64)) return undefined;
  return address.toByteArray().slice(12).join('.');
}
