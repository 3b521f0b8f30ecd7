import { routes } from '../route.ts';
import { NewSwap, Swap, SwapFilter, SwapId, SwapPage } from './swaps-schemas.ts';

const group = 'Swaps';
const answered = { group, access: 'write', params: SwapId, answer: Swap } as const;

export const swapRoutes = routes({
  listSwaps: {
    method: 'GET',
    path: '/swaps',
    group,
    summary: 'List swaps, newest first',
    access: 'read',
    query: SwapFilter,
    answer: SwapPage,
  },
  offerSwap: {
    method: 'POST',
    path: '/swaps',
    group,
    summary: 'Offer to swap shifts',
    about: 'Nobody’s shift changes before it is accepted.',
    access: 'write',
    body: NewSwap,
    answer: Swap,
    status: 201,
    location: (answer: { id: string }) => `/swaps/${answer.id}`,
  },
  getSwap: {
    method: 'GET',
    path: '/swaps/{swapId}',
    group,
    summary: 'Show a swap',
    access: 'read',
    params: SwapId,
    answer: Swap,
  },
  acceptSwap: {
    method: 'POST',
    path: '/swaps/{swapId}/accept',
    summary: 'Accept a swap',
    about: 'Both shifts change, or none: it is refused where one of them is not the person’s any more.',
    ...answered,
  },
  declineSwap: {
    method: 'POST',
    path: '/swaps/{swapId}/decline',
    summary: 'Decline a swap',
    about: 'For whom it was offered to.',
    ...answered,
  },
  withdrawSwap: {
    method: 'POST',
    path: '/swaps/{swapId}/withdraw',
    summary: 'Withdraw a swap',
    about: 'For who offered it.',
    ...answered,
  },
});
