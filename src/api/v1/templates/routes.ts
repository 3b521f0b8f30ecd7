import { routes } from '../route.ts';
import {
  Template,
  TemplateChannel,
  TemplateContent,
  TemplateFilter,
  TemplatePage,
  TemplatePlan,
  TemplatePreview,
  TemplatePreviewAsked,
  TemplateWords,
} from './schemas.ts';

const group = 'Templates';
const path = '/templates/{channel}';

export const templateRoutes = routes({
  listTemplates: {
    method: 'GET',
    path: '/templates',
    group,
    summary: 'List the templates, those for all plans first',
    access: 'read',
    query: TemplateFilter,
    answer: TemplatePage,
  },
  describeTemplates: {
    method: 'GET',
    path: '/template-words',
    group,
    summary: 'Show placeholders and parts',
    access: 'read',
    answer: TemplateWords,
  },
  getTemplate: {
    method: 'GET',
    path,
    group,
    summary: 'Show a template',
    about: 'Where there is none, it says so, and has no parts.',
    access: 'read',
    params: TemplateChannel,
    query: TemplatePlan,
    answer: Template,
    versioned: true,
  },
  setTemplate: {
    method: 'PUT',
    path,
    group,
    summary: 'Make or replace a template',
    about:
      'It holds for the next message. An unknown placeholder is refused, naming the nearest one; so is an e-mail that nobody could answer.',
    access: 'write',
    params: TemplateChannel,
    query: TemplatePlan,
    body: TemplateContent,
    answer: Template,
    versioned: true,
    match: 'optional',
  },
  resetTemplate: {
    method: 'DELETE',
    path,
    group,
    summary: 'Take a template away',
    about: 'From then on the texts are those for all plans, or built in.',
    access: 'write',
    params: TemplateChannel,
    query: TemplatePlan,
    match: 'optional',
  },
  previewTemplate: {
    method: 'POST',
    path: '/templates/preview',
    group,
    summary: 'Show what a page would read like',
    about: 'Nothing is sent or kept.',
    access: 'read',
    body: TemplatePreviewAsked,
    answer: TemplatePreview,
  },
});
