import { expect, test } from 'vitest'
import { formatText, parseModel } from '../language.ts'

const untidy = `# top
model # m
     schema   1.1 # s
# about user
type   user
type doc #d


  # about relations
  relations   # r

    define   viewer :  [user,user:*  ,doc#viewer with  c] or ((editor   but not (blocked)))   # v


    # before editor
    define editor: [
  user, doc
]
    define blocked: [ user, # inner
      doc ]


# tail of doc

condition c( a :int,b : list< string >){ a<1   # x
  && b[0] == "#no }" // cel
}
# end`

const tidy = `# top
model # m
  schema 1.1 # s

# about user
type user

type doc #d
  # about relations
  relations # r
    define viewer: [user, user:*, doc#viewer with c] or (editor but not blocked) # v

    # before editor
    define editor: [
      user,
      doc
    ]
    define blocked: [ user, # inner
      doc ]

# tail of doc

condition c(a: int, b: list<string>) {
  a<1   # x
  && b[0] == "#no }" // cel
}
# end
`

test('a formatted text keeps its comments, its order and its meaning', () => {
  expect(formatText(untidy)).toBe(tidy)
  expect(parseModel(tidy).model).toEqual(parseModel(untidy).model)
})

test('a formatted text is not formatted further', () => {
  expect(formatText(tidy)).toBe(tidy)
})

test('a text with mistakes is left alone', () => {
  const wrong = 'model\n  schema 1.1\ntype   user\ntype doc\n  relations\n    defne viewer: [user]\n'
  expect(formatText(wrong)).toBe(wrong)
})

test('modules are formatted too', () => {
  const text = 'module   films\nextend   type user\n relations\n  define fan : [ user ]'
  expect(formatText(text)).toBe('module films\n\nextend type user\n  relations\n    define fan: [user]\n')
})
