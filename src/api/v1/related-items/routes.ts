import { IncidentId } from '../incidents/schemas.ts';
import { routes } from '../route.ts';
import { NewRelatedItem, RelatedItem, RelatedItemFilter, RelatedItemId, RelatedItemPage } from './schemas.ts';

const group = 'Related items';
const path = '/incidents/{incidentId}/related-items';

export const relatedRoutes = routes({
  listRelatedItems: {
    method: 'GET',
    path,
    group,
    summary: 'List what an incident has to do with, oldest first',
    access: 'read',
    params: IncidentId,
    query: RelatedItemFilter,
    answer: RelatedItemPage,
  },
  addRelatedItem: {
    method: 'POST',
    path,
    group,
    summary: 'Add a related item',
    about: 'One that is there already, by type and value, gets the new title.',
    access: 'write',
    params: IncidentId,
    body: NewRelatedItem,
    answer: RelatedItem,
    status: 201,
  },
  removeRelatedItem: {
    method: 'DELETE',
    path: `${path}/{itemId}`,
    group,
    summary: 'Remove a related item',
    access: 'write',
    params: RelatedItemId,
  },
});
