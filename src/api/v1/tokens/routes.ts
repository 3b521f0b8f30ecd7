import { routes } from '../route.ts';
import { MadeToken, NewToken, Token, TokenFilter, TokenId, TokenPage, Whoami } from './schemas.ts';

const group = 'Callers';

export const tokenRoutes = routes({
  whoami: {
    method: 'GET',
    path: '/whoami',
    group,
    summary: 'Show who calls',
    access: 'read',
    answer: Whoami,
  },
  listTokens: {
    method: 'GET',
    path: '/tokens',
    group,
    summary: 'List bearer tokens, newest first',
    about: 'The revoked ones, too. No secret is shown.',
    access: 'administer',
    query: TokenFilter,
    answer: TokenPage,
  },
  createToken: {
    method: 'POST',
    path: '/tokens',
    group,
    summary: 'Make a bearer token',
    about: 'Its secret is shown this once.',
    access: 'administer',
    body: NewToken,
    answer: MadeToken,
    status: 201,
    location: (answer: { token: { id: string } }) => `/tokens/${answer.token.id}`,
    unrepeatable: true,
  },
  getToken: {
    method: 'GET',
    path: '/tokens/{tokenId}',
    group,
    summary: 'Show a bearer token',
    access: 'administer',
    params: TokenId,
    answer: Token,
  },
  revokeToken: {
    method: 'DELETE',
    path: '/tokens/{tokenId}',
    group,
    summary: 'Revoke a bearer token',
    about: 'At once and for ever, on every node. It stays in the list.',
    access: 'administer',
    params: TokenId,
  },
});
