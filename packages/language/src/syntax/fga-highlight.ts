// What each word of the modelling language is, for editors that colour it.

import { styleTags, tags } from '@lezer/highlight'

export const highlighting = styleTags({
  'model module schema extend type relations define condition with': tags.keyword,
  'Or And ButNot From': tags.operatorKeyword,
  Version: tags.number,
  'ModuleName/...': tags.namespace,
  'TypeName/... RestrictionType/...': tags.typeName,
  'RelationName/...': tags.definition(tags.propertyName),
  'Reference/... ComputedName/... TuplesetName/... RestrictionRelation/...': tags.propertyName,
  'ConditionName/...': tags.function(tags.variableName),
  'ParameterName/...': tags.variableName,
  'ParameterType/... ElementType/...': tags.standard(tags.typeName),
  Wildcard: tags.special(tags.typeName),
  Comment: tags.lineComment,
  '[ ]': tags.squareBracket,
  '( )': tags.paren,
  '{ }': tags.brace,
  '< >': tags.angleBracket,
  ', :': tags.separator,
})
