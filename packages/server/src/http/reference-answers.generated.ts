// Generated from a real server by test/examples-record.ts.
export const ANSWERS: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ["store.create", [
  {
    "status": 201,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0ST0RE000000000B2",
      "name": "drafts",
      "revision": 1,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false
    }
  }
]],
  ["store.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "id": "01KAM3DEM0ST0RE000000000A1",
          "name": "demo",
          "epoch": 1,
          "revision": 9,
          "isFrozen": false,
          "createdAt": "2026-11-21T12:00:00.000Z",
          "updatedAt": "2026-11-21T12:00:00.000Z"
        }
      ]
    }
  }
]],
  ["store.read", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0ST0RE000000000A1",
      "name": "demo",
      "epoch": 1,
      "revision": 9,
      "isFrozen": false,
      "createdAt": "2026-11-21T12:00:00.000Z",
      "updatedAt": "2026-11-21T12:00:00.000Z"
    }
  }
]],
  ["store.rename", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0ST0RE000000000B2",
      "name": "sketches",
      "isFrozen": false,
      "revision": 2,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false
    }
  }
]],
  ["store.freeze", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0ST0RE000000000B2",
      "name": "sketches",
      "isFrozen": true,
      "revision": 3,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false
    }
  }
]],
  ["store.unfreeze", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0ST0RE000000000B2",
      "name": "sketches",
      "isFrozen": false,
      "revision": 4,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false
    }
  }
]],
  ["key.create", [
  {
    "status": 201,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0KEY0000000000AA1",
      "name": "backstage web",
      "state": "live",
      "roles": [
        "asker"
      ],
      "stores": [
        "01KAM3DEM0ST0RE000000000A1"
      ],
      "createdBy": "api_key:root",
      "createdAt": "2026-11-21T12:00:00.000Z",
      "expiresAt": "2030-01-01T00:00:00.000Z",
      "secret": "lk_01KAM3DEM0KEY0000000000AA1_shown-this-once"
    }
  }
]],
  ["key.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "id": "01KAM3DEM0KEY0000000000AA1",
          "name": "backstage web",
          "state": "live",
          "roles": [
            "asker"
          ],
          "stores": [
            "01KAM3DEM0ST0RE000000000A1"
          ],
          "createdBy": "api_key:root",
          "createdAt": "2026-11-21T12:00:00.000Z",
          "expiresAt": "2030-01-01T00:00:00.000Z"
        },
        {
          "id": "root",
          "name": "Root key",
          "state": "live",
          "roles": [
            "manager"
          ],
          "createdBy": "system",
          "createdAt": "2026-11-21T12:00:00.000Z"
        }
      ]
    }
  }
]],
  ["key.read", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0KEY0000000000AA1",
      "name": "backstage web",
      "state": "live",
      "roles": [
        "asker"
      ],
      "stores": [
        "01KAM3DEM0ST0RE000000000A1"
      ],
      "createdBy": "api_key:root",
      "createdAt": "2026-11-21T12:00:00.000Z",
      "expiresAt": "2030-01-01T00:00:00.000Z"
    }
  }
]],
  ["key.read_self", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "root",
      "name": "Root key",
      "isRoot": true,
      "roles": [
        "manager"
      ],
      "isEverywhere": true,
      "stores": [],
      "isCut": false,
      "createdAt": "2026-11-21T12:00:00.000Z"
    }
  }
]],
  ["key.rotate", [
  {
    "status": 201,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0KEY0000000000BB2",
      "name": "backstage web",
      "state": "live",
      "roles": [
        "asker"
      ],
      "stores": [
        "01KAM3DEM0ST0RE000000000A1"
      ],
      "createdBy": "api_key:root",
      "createdAt": "2026-11-21T12:00:00.000Z",
      "expiresAt": "2030-01-01T00:00:00.000Z",
      "secret": "lk_01KAM3DEM0KEY0000000000AA1_shown-this-once"
    }
  }
]],
  ["key.revoke", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0KEY0000000000BB2",
      "name": "backstage web",
      "state": "revoked",
      "roles": [
        "asker"
      ],
      "stores": [
        "01KAM3DEM0ST0RE000000000A1"
      ],
      "createdBy": "api_key:root",
      "createdAt": "2026-11-21T12:00:00.000Z",
      "expiresAt": "2030-01-01T00:00:00.000Z",
      "revokedAt": "2026-11-21T12:00:00.000Z"
    }
  }
]],
  ["model.write", [
  {
    "status": 201,
    "media": "application/json",
    "body": {
      "model": "01KAM3DEM0M0DE000000000AA1",
      "revision": 5,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false,
      "isAccepted": true,
      "errors": [],
      "warnings": []
    }
  },
  {
    "status": 201,
    "media": "application/json",
    "body": {
      "isDryRun": true,
      "isAccepted": false,
      "refusal": {
        "code": "invalid_input",
        "reason": "invalid_model",
        "message": "model.fga:7: type `doc` has no relation `owners`"
      },
      "errors": [
        {
          "file": "model.fga",
          "line": 7,
          "column": 30,
          "code": "missing-definition",
          "message": "type `doc` has no relation `owners`"
        }
      ],
      "warnings": []
    }
  }
]],
  ["model.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "id": "01KAM3DEM0M0DE000000000AA1",
          "revision": 5,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "labels": [
            "stable"
          ]
        }
      ]
    }
  }
]],
  ["model.get", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0M0DE000000000AA1",
      "revision": 5,
      "at": "2026-11-21T12:00:00.000Z",
      "actor": "api_key:root",
      "labels": [
        "stable"
      ],
      "text": "model\n  schema 1.1\n\ntype user\n\ntype doc\n  relations\n    define owner: [user]\n    define viewer: [user] or owner\n",
      "document": {
        "schema_version": "1.1",
        "type_definitions": [
          {
            "type": "user",
            "relations": {},
            "metadata": null
          },
          {
            "type": "doc",
            "relations": {
              "owner": {
                "this": {}
              },
              "viewer": {
                "union": {
                  "child": [
                    {
                      "this": {}
                    },
                    {
                      "computedUserset": {
                        "relation": "owner"
                      }
                    }
                  ]
                }
              }
            },
            "metadata": {
              "relations": {
                "owner": {
                  "directly_related_user_types": [
                    {
                      "type": "user"
                    }
                  ]
                },
                "viewer": {
                  "directly_related_user_types": [
                    {
                      "type": "user"
                    }
                  ]
                }
              }
            }
          }
        ]
      }
    }
  }
]],
  ["label.set", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "label": "next",
      "model": "01KAM3DEM0M0DE000000000AA1",
      "revision": 6,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false
    }
  }
]],
  ["label.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "label": "next",
          "model": "01KAM3DEM0M0DE000000000AA1",
          "since": 6
        },
        {
          "label": "stable",
          "model": "01KAM3DEM0M0DE000000000AA1",
          "since": 5
        }
      ]
    }
  }
]],
  ["label.remove", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "label": "next",
      "revision": 7,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false
    }
  }
]],
  ["module.push", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "module": "venues",
      "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
      "model": "01KAM3DEM0000000000000XXX1",
      "revision": 10,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo",
      "isReplay": false,
      "isAccepted": true,
      "errors": [],
      "warnings": [],
      "tests": {
        "passed": 1,
        "failed": 0,
        "files": [
          {
            "file": "venues/tests.fga.yaml",
            "passed": 1,
            "failed": 0
          }
        ],
        "failures": []
      },
      "impact": {
        "diff": {
          "types": [
            {
              "change": "added",
              "type": "venue",
              "relations": [
                "manager",
                "org"
              ]
            }
          ],
          "relations": [],
          "conditions": []
        },
        "touched": [],
        "orphans": {
          "count": 0,
          "examples": []
        }
      }
    }
  }
]],
  ["module.push_set", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "modules": [
        {
          "module": "rooms",
          "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"
        },
        {
          "module": "bookings",
          "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"
        }
      ],
      "isDryRun": true,
      "isAccepted": true,
      "errors": []
    }
  }
]],
  ["module.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "model": "01KAM3DEM0000000000000XXX1",
      "items": [
        {
          "module": "ads",
          "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
          "revision": 3,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "paths": [
            "catalog.yaml",
            "model.fga"
          ]
        },
        {
          "module": "agents",
          "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
          "revision": 8,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "paths": [
            "catalog.yaml",
            "model.fga"
          ]
        },
        {
          "module": "audiobooks",
          "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
          "revision": 6,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "paths": [
            "catalog.yaml",
            "model.fga"
          ]
        }
      ]
    }
  }
]],
  ["module.get", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "module": "venues",
      "version": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
      "revision": 10,
      "at": "2026-11-21T12:00:00.000Z",
      "actor": "api_key:root",
      "paths": [
        "model.fga",
        "tests.fga.yaml"
      ],
      "files": [
        {
          "path": "model.fga",
          "text": "module venues\n\ntype venue\n  relations\n    define org: [organization]\n    define manager: [user] or admin from org\n"
        },
        {
          "path": "tests.fga.yaml",
          "text": "model_file: ../fga.mod\ntests:\n  - name: who runs the company runs its venues\n    tuples:\n      - {user: user:vic, relation: manager, object: venue:hall}\n    check:\n      - {user: user:vic, object: venue:hall, assertions: {manager: true}}\n"
        }
      ]
    }
  }
]],
  ["module.remove", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "module": "venues",
      "version": null,
      "isDryRun": true,
      "isAccepted": true,
      "errors": [],
      "warnings": [],
      "tests": {
        "passed": 0,
        "failed": 0,
        "files": [],
        "failures": []
      },
      "impact": {
        "diff": {
          "types": [
            {
              "change": "removed",
              "type": "venue",
              "relations": [
                "manager",
                "org"
              ]
            }
          ],
          "relations": [],
          "conditions": []
        },
        "touched": [],
        "orphans": {
          "count": 0,
          "examples": []
        },
        "decisions": {
          "gained": 0,
          "lost": 0,
          "unsure": 0,
          "relations": [],
          "items": [],
          "isExact": true,
          "compared": 0
        }
      }
    }
  }
]],
  ["catalog.get", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "model": "01KAM3DEM0000000000000XXX1",
      "types": [
        {
          "type": "ad_account",
          "singular": "Ad account",
          "plural": "Ad accounts",
          "icon": "badge-dollar-sign",
          "sentence": "Where a company's campaigns and their money are kept.",
          "isPrincipal": false,
          "containedIn": [
            "business"
          ],
          "entries": [
            {
              "relation": "contributor_assigned",
              "module": "ads",
              "kind": "role",
              "title": "Contributor",
              "sentence": "Makes and edits campaigns; somebody else approves what they spend.",
              "risk": "medium",
              "requestable": true,
              "longestMs": 31536000000,
              "approvers": [
                "admin"
              ],
              "conflicts": []
            },
            {
              "relation": "viewer_assigned",
              "module": "ads",
              "kind": "role",
              "title": "Viewer",
              "sentence": "Sees campaigns and their results, and changes nothing.",
              "risk": "low",
              "requestable": true,
              "longestMs": 31536000000,
              "approvers": [
                "admin"
              ],
              "conflicts": []
            },
            {
              "relation": "approver_assigned",
              "module": "ads",
              "kind": "role",
              "title": "Budget approver",
              "sentence": "Approves other people's budgets up to a limit of their own.",
              "risk": "critical",
              "requestable": true,
              "longestMs": 15552000000,
              "approvers": [
                "billing_admin from business"
              ],
              "conflicts": []
            }
          ]
        },
        {
          "type": "ad_campaign",
          "singular": "Ad campaign",
          "plural": "Ad campaigns",
          "icon": "megaphone",
          "sentence": "Advertising that one account pays for.",
          "isPrincipal": false,
          "containedIn": [
            "account"
          ],
          "entries": [
            {
              "relation": "can_view",
              "module": "ads",
              "kind": "permission",
              "title": "See the campaign",
              "sentence": "Sees the campaign and how it does.",
              "risk": "low",
              "requestable": false,
              "approvers": [],
              "conflicts": []
            },
            {
              "relation": "can_edit",
              "module": "ads",
              "kind": "permission",
              "title": "Edit the campaign",
              "sentence": "Changes the campaign.",
              "risk": "medium",
              "requestable": false,
              "approvers": [],
              "conflicts": []
            },
            {
              "relation": "can_approve",
              "module": "ads",
              "kind": "permission",
              "title": "Approve the campaign",
              "sentence": "Approves the budget of a campaign that somebody else made.",
              "risk": "critical",
              "requestable": false,
              "approvers": [],
              "conflicts": []
            }
          ]
        },
        {
          "type": "share",
          "singular": "Share",
          "plural": "Shares",
          "icon": "handshake",
          "sentence": "What one company lends to another, below a ceiling.",
          "isPrincipal": false,
          "containedIn": [
            "grantor"
          ],
          "entries": [
            {
              "relation": "ceiling_ads_report",
              "module": "ads",
              "kind": "permission",
              "title": "Ad reports at most",
              "sentence": "The partner's people may see results of what is lent.",
              "risk": "low",
              "requestable": false,
              "approvers": [],
              "conflicts": []
            },
            {
              "relation": "ceiling_ads_campaign",
              "module": "ads",
              "kind": "permission",
              "title": "Ad campaigns at most",
              "sentence": "The partner's people may make and edit campaigns in what is lent.",
              "risk": "medium",
              "requestable": false,
              "approvers": [],
              "conflicts": []
            },
            {
              "relation": "assigned",
              "module": "core",
              "kind": "role",
              "title": "Partner's person",
              "sentence": "Works with what was lent, below the ceiling, and cannot lend it on.",
              "risk": "medium",
              "requestable": true,
              "longestMs": 31536000000,
              "approvers": [
                "can_assign"
              ],
              "conflicts": []
            }
          ]
        }
      ]
    }
  }
]],
  ["tuple.write", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "revision": 11,
      "token": "AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo-before",
      "isReplay": false
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "revision": 12,
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later",
      "isReplay": false
    }
  }
]],
  ["tuple.read", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "object": "show:backstage",
          "relation": "controller",
          "subject": "organization:northstar"
        },
        {
          "object": "show:backstage",
          "relation": "moderator_assigned",
          "subject": "user:ray"
        },
        {
          "object": "show:backstage",
          "relation": "network",
          "subject": "network:northstar"
        }
      ],
      "revision": 12,
      "at": "2026-11-21T12:00:00.000Z"
    }
  }
]],
  ["tuple.history", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "tuple": {
            "object": "show:backstage",
            "relation": "producer_assigned",
            "subject": "user:ray",
            "expiresAt": 1893456000000
          },
          "source": "api",
          "began": {
            "revision": 11,
            "at": "2026-11-21T12:00:00.000Z",
            "actor": "api_key:root",
            "reason": "he joins the team"
          },
          "ended": {
            "revision": 12,
            "at": "2026-11-21T12:00:00.000Z",
            "actor": "api_key:root",
            "reason": "he moderates now"
          }
        }
      ]
    }
  }
]],
  ["tuple.preview", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "gained": 2,
      "lost": 0,
      "unsure": 0,
      "relations": [
        {
          "type": "show",
          "relation": "can_view_analytics",
          "gained": 1,
          "lost": 0,
          "unsure": 0
        },
        {
          "type": "show",
          "relation": "can_publish",
          "gained": 1,
          "lost": 0,
          "unsure": 0
        }
      ],
      "items": [
        {
          "subject": "user:ray",
          "relation": "can_view_analytics",
          "object": "show:backstage",
          "before": "no",
          "after": "yes"
        },
        {
          "subject": "user:ray",
          "relation": "can_publish",
          "object": "show:backstage",
          "before": "no",
          "after": "yes"
        }
      ],
      "isExact": true,
      "compared": 2,
      "tuples": {
        "added": 1,
        "replaced": 0,
        "removed": 0,
        "present": 0,
        "absent": 0
      },
      "missing": [],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "gained": 1,
      "lost": 0,
      "unsure": 0,
      "relations": [
        {
          "type": "venue",
          "relation": "manager",
          "gained": 1,
          "lost": 0,
          "unsure": 0
        }
      ],
      "items": [
        {
          "subject": "user:ray",
          "relation": "manager",
          "object": "venue:hall",
          "before": "no",
          "after": "yes"
        }
      ],
      "isExact": true,
      "compared": 1,
      "tuples": {
        "added": 1,
        "replaced": 0,
        "removed": 0,
        "present": 0,
        "absent": 0
      },
      "missing": [],
      "isDraft": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["object.count", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "type": "ad_account",
          "objects": 0,
          "isExact": true
        },
        {
          "type": "ad_campaign",
          "objects": 0,
          "isExact": true
        },
        {
          "type": "agent",
          "objects": 0,
          "isExact": true
        }
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["object.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "object": "organization:agency",
          "within": [],
          "tuplesMax": 2
        },
        {
          "object": "organization:luna_team",
          "within": [],
          "tuplesMax": 5
        },
        {
          "object": "organization:northstar",
          "within": [],
          "tuplesMax": 14
        }
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["object.access", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "relation": "can_publish",
          "count": 3,
          "unsure": 0,
          "subjects": [
            {
              "subject": "user:olga",
              "through": [
                {
                  "object": "show:backstage",
                  "relation": "controller",
                  "subject": "organization:northstar"
                },
                {
                  "object": "organization:northstar",
                  "relation": "owner",
                  "subject": "user:olga"
                }
              ]
            },
            {
              "subject": "user:adam",
              "through": [
                {
                  "object": "show:backstage",
                  "relation": "controller",
                  "subject": "organization:northstar"
                },
                {
                  "object": "organization:northstar",
                  "relation": "admin_assigned",
                  "subject": "user:adam"
                }
              ]
            }
          ]
        }
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["object.history", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "revision": 12,
          "actor": "api_key:root",
          "action": "tuple.write",
          "source": "api",
          "at": "2026-11-21T12:00:00.000Z",
          "reason": "he moderates now",
          "added": [
            {
              "object": "show:backstage",
              "relation": "moderator_assigned",
              "subject": "user:ray"
            }
          ],
          "removed": [
            {
              "object": "show:backstage",
              "relation": "producer_assigned",
              "subject": "user:ray",
              "expiresAt": 1893456000000
            }
          ],
          "isCut": false
        },
        {
          "revision": 11,
          "actor": "api_key:root",
          "action": "tuple.write",
          "source": "api",
          "at": "2026-11-21T12:00:00.000Z",
          "reason": "he joins the team",
          "added": [
            {
              "object": "show:backstage",
              "relation": "producer_assigned",
              "subject": "user:ray",
              "expiresAt": 1893456000000
            }
          ],
          "removed": [],
          "isCut": false
        }
      ],
      "cursor": "eyJkZW1vIjoidGhlIG5leHQgcGFnZSJ9"
    }
  }
]],
  ["tuple.export", [
  {
    "status": 200,
    "media": "application/x-ndjson",
    "body": "{\"export\":{\"store\":\"01KAM3DEM0ST0RE000000000A1\",\"revision\":12,\"token\":\"AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later\",\"model\":\"01KAM3DEM0000000000000XXX1\"}}\n{\"object\":\"artist:luna\",\"relation\":\"controller\",\"subject\":\"organization:luna_team\"}\n{\"object\":\"artist:luna\",\"relation\":\"current_label\",\"subject\":\"label:northstar\"}\n{\"end\":{\"tuples\":47}}\n"
  }
]],
  ["tuple.import", [
  {
    "status": 200,
    "media": "application/x-ndjson",
    "body": "{\"progress\":{\"rows\":2,\"revision\":8,\"bad\":0}}\n{\"end\":{\"rows\":2,\"bad\":0}}\n"
  }
]],
  ["tuple.delete", [
  {
    "status": 200,
    "media": "application/x-ndjson",
    "body": "{\"progress\":{\"removed\":2,\"found\":2,\"revision\":9}}\n{\"end\":{\"found\":2,\"removed\":2,\"revision\":9,\"token\":\"AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo\",\"isReplay\":false}}\n"
  }
]],
  ["audit.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "revision": 12,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "action": "tuple.write",
          "source": "api",
          "reason": "he moderates now",
          "added": 1,
          "removed": 1
        },
        {
          "revision": 11,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "action": "tuple.write",
          "source": "api",
          "reason": "he joins the team",
          "added": 1,
          "removed": 0
        }
      ],
      "cursor": "eyJkZW1vIjoidGhlIG5leHQgcGFnZSJ9"
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "revision": 12,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "action": "tuple.write",
          "source": "api",
          "reason": "he moderates now",
          "added": 1,
          "removed": 1
        },
        {
          "revision": 11,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "action": "tuple.write",
          "source": "api",
          "reason": "he joins the team",
          "added": 1,
          "removed": 0
        }
      ],
      "cursor": "eyJkZW1vIjoidGhlIG5leHQgcGFnZSJ9"
    }
  }
]],
  ["audit.list_system", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "revision": 4,
          "at": "2026-11-21T12:00:00.000Z",
          "actor": "api_key:root",
          "action": "key.create",
          "source": "api",
          "added": 2,
          "removed": 0
        }
      ]
    }
  }
]],
  ["audit.read", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "revision": 12,
      "at": "2026-11-21T12:00:00.000Z",
      "actor": "api_key:root",
      "action": "tuple.write",
      "source": "api",
      "added": 1,
      "removed": 1,
      "reason": "he moderates now",
      "isKept": true,
      "isWhole": true,
      "changes": [
        {
          "before": {
            "object": "show:backstage",
            "subject": "user:ray",
            "relation": "producer_assigned",
            "expiresAt": 1893456000000
          }
        },
        {
          "after": {
            "object": "show:backstage",
            "subject": "user:ray",
            "relation": "moderator_assigned"
          }
        }
      ],
      "labels": [],
      "proof": {
        "epoch": 1,
        "commit": "3f1c2a9e-0b7d-4c55-9a52-7b1f0c9d8e21",
        "previous": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
        "hash": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"
      }
    }
  }
]],
  ["audit.read_system", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "revision": 1,
      "at": "2026-11-21T12:00:00.000Z",
      "actor": "system",
      "action": "system.begin",
      "source": "system",
      "added": 2,
      "removed": 0,
      "isKept": true,
      "isWhole": true,
      "changes": [
        {
          "after": {
            "object": "system:lockness",
            "subject": "api_key:root",
            "relation": "key"
          }
        },
        {
          "after": {
            "object": "system:lockness",
            "subject": "api_key:root",
            "relation": "manager"
          }
        }
      ],
      "model": {
        "after": "core-276c69f669f22177523eb64f"
      },
      "labels": [],
      "proof": {
        "epoch": 1,
        "commit": "3f1c2a9e-0b7d-4c55-9a52-7b1f0c9d8e21",
        "hash": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"
      }
    }
  }
]],
  ["audit.verify", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "from": 1,
      "to": 10,
      "isWhole": true,
      "hash": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
      "faults": []
    }
  }
]],
  ["audit.verify_system", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "from": 1,
      "to": 6,
      "isWhole": true,
      "hash": "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
      "faults": []
    }
  }
]],
  ["access.check", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "allowed": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "allowed": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "allowed": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 400,
    "media": "application/problem+json",
    "body": {
      "type": "urn:lockness:problem:invalid_input",
      "title": "The input is not what the operation takes",
      "status": 400,
      "code": "invalid_input",
      "detail": "type `artist` has no relation `can_fly`",
      "requestId": "3f1c2a9e-0b7d-4c55-9a52-7b1f0c9d8e21",
      "info": {
        "question": "unknown_relation"
      }
    }
  }
]],
  ["access.check_many", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "results": [
        {
          "allowed": true
        },
        {
          "allowed": false
        },
        {
          "error": {
            "code": "unknown_relation",
            "message": "type `artist` has no relation `can_fly`"
          }
        }
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["access.list_objects", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        "organization:indigo"
      ],
      "cursor": "eyJkZW1vIjoidGhlIG5leHQgcGFnZSJ9",
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        "organization:northstar"
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 200,
    "media": "application/x-ndjson",
    "body": "\"organization:northstar\"\n\"organization:indigo\"\n{\"end\":{\"count\":2,\"revision\":12,\"model\":\"01KAM3DEM0000000000000XXX1\",\"at\":\"2026-11-21T12:00:00.000Z\",\"token\":\"AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later\"}}\n"
  }
]],
  ["access.list_subjects", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        "user:adam",
        "user:eve",
        "user:luna"
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["access.list_relations", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "relations": [
        "can_edit_profile"
      ],
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["access.expand", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "tree": {
        "name": "organization:indigo#admin",
        "difference": {
          "base": {
            "name": "organization:indigo#admin",
            "union": [
              {
                "name": "organization:indigo#admin",
                "computed": "organization:indigo#owner"
              },
              {
                "name": "organization:indigo#admin",
                "computed": "organization:indigo#admin_assigned"
              },
              {
                "name": "organization:indigo#admin",
                "tupleset": "organization:indigo#parent",
                "computed": [
                  "organization:northstar#admin"
                ]
              }
            ]
          },
          "subtract": {
            "name": "organization:indigo#admin",
            "computed": "organization:indigo#suspended"
          }
        }
      },
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["access.explain", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "allowed": true,
      "steps": [
        {
          "rule": "relation",
          "object": "organization:indigo",
          "relation": "admin",
          "result": "yes",
          "children": [
            1
          ]
        },
        {
          "rule": "but not",
          "object": "organization:indigo",
          "relation": "",
          "result": "yes",
          "children": [
            2,
            3
          ]
        },
        {
          "rule": "operand",
          "object": "organization:indigo",
          "relation": "",
          "result": "yes",
          "children": [
            4
          ]
        },
        {
          "rule": "operand",
          "object": "organization:indigo",
          "relation": "",
          "result": "no",
          "children": [
            6
          ]
        },
        {
          "rule": "tuple",
          "object": "organization:indigo",
          "relation": "parent",
          "result": "yes",
          "tuple": {
            "object": "organization:indigo",
            "relation": "parent",
            "subject": "organization:northstar"
          },
          "children": [
            5
          ]
        },
        {
          "rule": "relation",
          "object": "organization:northstar",
          "relation": "admin",
          "result": "yes",
          "children": [
            7
          ]
        },
        {
          "rule": "relation",
          "object": "organization:indigo",
          "relation": "suspended",
          "result": "no",
          "children": [],
          "reason": "no tuple of `suspended` names `user:adam`"
        },
        {
          "rule": "but not",
          "object": "organization:northstar",
          "relation": "",
          "result": "yes",
          "children": [
            8,
            9
          ]
        },
        {
          "rule": "operand",
          "object": "organization:northstar",
          "relation": "",
          "result": "yes",
          "children": [
            10
          ]
        },
        {
          "rule": "operand",
          "object": "organization:northstar",
          "relation": "",
          "result": "no",
          "children": [
            11
          ]
        },
        {
          "rule": "relation",
          "object": "organization:northstar",
          "relation": "admin_assigned",
          "result": "yes",
          "children": [
            12
          ]
        },
        {
          "rule": "relation",
          "object": "organization:northstar",
          "relation": "suspended",
          "result": "no",
          "children": [],
          "reason": "no tuple of `suspended` names `user:adam`"
        },
        {
          "rule": "tuple",
          "object": "organization:northstar",
          "relation": "admin_assigned",
          "result": "yes",
          "tuple": {
            "object": "organization:northstar",
            "relation": "admin_assigned",
            "subject": "user:adam"
          },
          "children": []
        }
      ],
      "complete": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  },
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "allowed": false,
      "steps": [
        {
          "rule": "relation",
          "object": "organization:indigo",
          "relation": "admin",
          "result": "no",
          "children": [
            1
          ]
        },
        {
          "rule": "but not",
          "object": "organization:indigo",
          "relation": "",
          "result": "no",
          "children": [
            2
          ]
        },
        {
          "rule": "operand",
          "object": "organization:indigo",
          "relation": "",
          "result": "no",
          "children": [
            3,
            5,
            6
          ]
        },
        {
          "rule": "tuple",
          "object": "organization:indigo",
          "relation": "parent",
          "result": "no",
          "tuple": {
            "object": "organization:indigo",
            "relation": "parent",
            "subject": "organization:northstar"
          },
          "children": [
            4
          ]
        },
        {
          "rule": "relation",
          "object": "organization:northstar",
          "relation": "admin",
          "result": "no",
          "children": [
            7
          ]
        },
        {
          "rule": "relation",
          "object": "organization:indigo",
          "relation": "owner",
          "result": "no",
          "children": [],
          "reason": "no tuple of `owner` names `user:rhea`"
        },
        {
          "rule": "relation",
          "object": "organization:indigo",
          "relation": "admin_assigned",
          "result": "no",
          "children": [],
          "reason": "no tuple of `admin_assigned` names `user:rhea`"
        },
        {
          "rule": "but not",
          "object": "organization:northstar",
          "relation": "",
          "result": "no",
          "children": [
            8
          ]
        },
        {
          "rule": "operand",
          "object": "organization:northstar",
          "relation": "",
          "result": "no",
          "children": [
            9,
            10
          ],
          "reason": "nothing is its `parent`"
        },
        {
          "rule": "relation",
          "object": "organization:northstar",
          "relation": "owner",
          "result": "no",
          "children": [],
          "reason": "no tuple of `owner` names `user:rhea`"
        },
        {
          "rule": "relation",
          "object": "organization:northstar",
          "relation": "admin_assigned",
          "result": "no",
          "children": [],
          "reason": "no tuple of `admin_assigned` names `user:rhea`"
        }
      ],
      "complete": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["access.find_names", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        "user:luna",
        "organization:luna_team",
        "artist:luna"
      ],
      "complete": true,
      "revision": 12,
      "model": "01KAM3DEM0000000000000XXX1",
      "at": "2026-11-21T12:00:00.000Z",
      "token": "AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later"
    }
  }
]],
  ["store.watch", [
  {
    "status": 200,
    "media": "text/event-stream",
    "body": "event: checkpoint\nid: AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo-before\ndata: {\"type\":\"checkpoint\",\"revision\":11,\"token\":\"AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo-before\"}\n\nevent: change\nid: AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later\ndata: {\"type\":\"change\",\"revision\":12,\"token\":\"AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later\",\"at\":\"2026-11-21T12:00:00.000Z\",\"actor\":\"api_key:root\",\"action\":\"tuple.write\",\"source\":\"api\",\"reason\":\"he moderates now\",\"added\":[{\"object\":\"show:backstage\",\"subject\":\"user:ray\",\"relation\":\"moderator_assigned\"}],\"removed\":[{\"object\":\"show:backstage\",\"subject\":\"user:ray\",\"relation\":\"producer_assigned\",\"expiresAt\":1893456000000}]}\n\n"
  },
  {
    "status": 200,
    "media": "application/x-ndjson",
    "body": "{\"type\":\"checkpoint\",\"revision\":11,\"token\":\"AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo-before\"}\n{\"type\":\"change\",\"revision\":12,\"token\":\"AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later\",\"at\":\"2026-11-21T12:00:00.000Z\",\"actor\":\"api_key:root\",\"action\":\"tuple.write\",\"source\":\"api\",\"reason\":\"he moderates now\",\"added\":[{\"object\":\"show:backstage\",\"subject\":\"user:ray\",\"relation\":\"moderator_assigned\"}],\"removed\":[{\"object\":\"show:backstage\",\"subject\":\"user:ray\",\"relation\":\"producer_assigned\",\"expiresAt\":1893456000000}]}\n"
  }
]],
  ["usage.tuples", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "object": "organization:rival",
          "relation": "admin_assigned",
          "subject": "user:rhea",
          "lastUsed": null,
          "uses": 0
        },
        {
          "object": "organization:rival",
          "relation": "gate",
          "subject": "gate:default",
          "lastUsed": null,
          "uses": 0
        }
      ]
    }
  }
]],
  ["usage.relations", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "type": "ad_account",
          "relation": "business",
          "module": "ads",
          "lastUsed": null,
          "uses": 0
        },
        {
          "type": "ad_account",
          "relation": "share",
          "module": "ads",
          "lastUsed": null,
          "uses": 0
        },
        {
          "type": "ad_account",
          "relation": "frozen",
          "module": "ads",
          "lastUsed": null,
          "uses": 0
        }
      ],
      "model": "01KAM3DEM0000000000000XXX1",
      "revision": 12
    }
  }
]],
  ["usage.modules", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "module": "ads",
          "lastUsed": null,
          "uses": 0
        },
        {
          "module": "agents",
          "lastUsed": null,
          "uses": 0
        },
        {
          "module": "audiobooks",
          "lastUsed": null,
          "uses": 0
        }
      ],
      "model": "01KAM3DEM0000000000000XXX1",
      "revision": 12
    }
  }
]],
  ["system.read", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "version": "0.1.0",
      "node": "lockness-1",
      "startedAt": "2026-11-21T12:00:00.000Z",
      "threads": 1,
      "ready": true,
      "stalenessMs": 120,
      "stalenessMsMax": 5000,
      "database": {
        "reachable": true,
        "embedded": false,
        "version": "18.4",
        "stores": 1
      },
      "durability": "D2",
      "epoch": 1,
      "epochReason": "first",
      "logDays": null,
      "clockSkewMs": 1,
      "stores": [
        {
          "storeId": "lockness",
          "epoch": 1,
          "revision": 6,
          "chain": "9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c",
          "stalenessMs": 120
        },
        {
          "storeId": "01KAM3DEM0ST0RE000000000A1",
          "epoch": 1,
          "revision": 12,
          "chain": "9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c",
          "stalenessMs": 120
        },
        {
          "storeId": "01KAM3DEM0ST0RE000000000B2",
          "epoch": 1,
          "revision": 9,
          "chain": "9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c9f2c",
          "stalenessMs": 120
        }
      ]
    }
  }
]],
  ["system.load", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "seconds": 57.5,
      "threads": 1,
      "inFlight": 1,
      "lagMs": 0.2,
      "usesMissed": 0
    }
  }
]],
  ["system.slow_questions", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "minutes": 5
    }
  }
]],
  ["node.list", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "items": [
        {
          "id": "3f1c2a9e-0b7d-4c55-9a52-7b1f0c9d8e21",
          "host": "eu-1",
          "version": "0.1.0",
          "startedAt": "2026-11-21T12:00:00.000Z",
          "seenAt": "2026-11-21T12:00:00.000Z",
          "state": "up",
          "isThis": true,
          "ready": true,
          "threads": 1,
          "threadsUp": 1,
          "stores": 1,
          "behind": 0,
          "stalenessMs": 120
        }
      ]
    }
  }
]],
  ["system.metrics", [
  {
    "status": 200,
    "media": "text/plain; version=0.0.4; charset=utf-8",
    "body": "# HELP lockness_process_cpu_user_seconds_total Total user CPU time spent in seconds.\n# TYPE lockness_process_cpu_user_seconds_total counter"
  }
]],
  ["health.live", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "status": "ok"
    }
  }
]],
  ["health.ready", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "status": "ok"
    }
  }
]],
  ["health.started", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "status": "ok"
    }
  }
]],
  ["api.describe", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "openapi": "3.1.0",
      "info": {
        "title": "Lockness",
        "version": "0.1.0",
        "description": "Who may do what with which business asset. A *store* has a model and tuples; a question is answered at one revision of it, which the answer names. A write gives back a *token*: a question asked with `consistency: {\"mode\": \"at_least\", \"token\": …}` is answered with that write in it, on any node. Errors are problems (RFC 9457) with codes that stay the same. Lists page by `cursor`. `Idempotency-Key` makes a write safe to send again. Long lists in the examples are cut after three items."
      }
    }
  }
]],
  ["api.read", [
  {
    "status": 200,
    "media": "text/html; charset=utf-8",
    "body": "<!doctype html>"
  }
]],
  ["store.delete", [
  {
    "status": 200,
    "media": "application/json",
    "body": {
      "id": "01KAM3DEM0ST0RE000000000B2"
    }
  }
]],
])
