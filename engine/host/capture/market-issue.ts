// An issue in market.jsonl.
import {
  makeIssue,
  type Issue,
  type IssueCode,
  type IssuePlace,
  type IssueText,
} from '../../core/schema/index.js';
import { MARKET } from './capture-files.js';

export const marketIssue = (
  code: IssueCode,
  place: Omit<IssuePlace, 'file'>,
  says: IssueText,
): Issue => makeIssue(code, { file: MARKET, ...place }, says);
