# A small company's desk in Redmine: two customers, a contact who is copied, two of the staff.
#
# Run by redmine.sh inside Redmine. Prints `login key`, a line each. Times are hours before now, so
# that "3 days ago" stays true; ids count from 1 in the order of this file.

# Mails would be made in threads of their own, beside this one: SQLite then says "database is locked"
# whenever the machine is slow. Nobody reads them.
ActiveJob::Base.queue_adapter = :inline
ActionMailer::Base.perform_deliveries = false
Setting.notified_events = []
Setting.rest_api_enabled = 1
Setting.login_required = 1
Setting.text_formatting = "common_mark"
Setting.default_language = "en"

TRACKER = Tracker.find_by_name!("Support")
STATUS = IssueStatus.all.index_by(&:name)
PRIORITY = IssuePriority.all.index_by(&:name)
PROJECT = Project.create!(
  name: "Kettle support", identifier: "kettle", is_public: false,
  enabled_module_names: ["issue_tracking"], trackers: [TRACKER]
)

def role(name, visibility, rights = [:add_issues, :add_issue_notes, :edit_own_issues])
  Role.create!(
    name: name, issues_visibility: visibility, users_visibility: "members_of_visible_projects",
    permissions: [:view_issues, *rights]
  )
end

def person(login, first, last, role)
  user = User.new(firstname: first, lastname: last, mail: "#{login}@example.com", language: "en")
  user.login = login
  user.password = user.password_confirmation = "a password for #{login}"
  user.save!
  Member.create!(project: PROJECT, principal: user, roles: [role])
  user
end

customer = role("Customer", "own")
ALICE = person("alice", "Alice", "Moreau", customer)
BOB = person("bob", "Bob", "Okafor", customer)
CAROL = person("carol", "Carol", "Lindqvist", role("Contact", "default"))
DORA = person("dora", "Dora", "Haddad", customer)
EMIL = person("emil", "Emil", "Novak", role("Reader", "own", [:add_issues, :edit_own_issues]))
INES = person("ines", "Ines", "Duarte", Role.find_by_name!("Manager"))
TOM = person("tom", "Tom", "Weber", Role.find_by_name!("Manager"))

# A customer may close, and open again; emil's role may do neither.
STATUS.each_value do |from|
  next if from.is_closed
  WorkflowTransition.create!(
    role: customer, tracker: TRACKER, old_status: from, new_status: STATUS["Closed"], author: true
  )
end
WorkflowTransition.create!(
  role: customer, tracker: TRACKER, old_status: STATUS["Closed"], new_status: STATUS["New"], author: true
)

def field(name, format, more = {})
  IssueCustomField.create!(
    { name: name, field_format: format, is_for_all: true, visible: true, trackers: [TRACKER] }.merge(more)
  )
end

FIELDS = {
  version: field("Version in use", "string"),
  seats: field("Seats", "int"),
  tested: field("Seen in the trial", "bool"),
  systems: field("Systems", "list", multiple: true, possible_values: %w[Linux macOS Windows])
}

NOW = Time.now.utc.change(usec: 0)

def ago(hours)
  NOW - (hours * 3600).to_i
end

# The models stamp everything with now; what has been lies in the past.
def date(record, hours)
  record.update_columns(created_on: ago(hours))
end

def file(name, text, author, hours)
  upload = StringIO.new(text)
  upload.define_singleton_method(:original_filename) { name }
  upload.define_singleton_method(:content_type) { "text/plain" }
  attachment = Attachment.create!(file: upload, author: author)
  date(attachment, hours)
  attachment
end

def issue(subject, hours, more = {})
  it = Issue.new(
    project: PROJECT, tracker: TRACKER, author: more.fetch(:by, ALICE), subject: subject,
    description: more.fetch(:says, ""), status: STATUS["New"],
    priority: PRIORITY[more.fetch(:priority, "Normal")], assigned_to: more[:to]
  )
  it.parent_issue_id = more[:parent].id if more[:parent]
  it.custom_field_values = more[:fields].transform_keys { |key| FIELDS[key].id.to_s } if more[:fields]
  it.attachments << more[:files] if more[:files]
  it.save!
  date(it, hours)
  move(it, hours, INES, more[:status]) if more[:status]
  it.reload.update_columns(updated_on: ago(hours))
  it
end

# A journal: words, a move, files, or some of them.
def note(issue, hours, by, words, more = {})
  # Found anew: an issue keeps its journal open for as long as the object lives.
  issue = Issue.find(issue.id)
  issue.init_journal(by, words)
  issue.private_notes = more.fetch(:private, false)
  issue.status = STATUS.fetch(more[:status]) if more[:status]
  issue.priority = PRIORITY.fetch(more[:priority]) if more[:priority]
  issue.due_date = Date.today if more[:due]
  issue.attachments << more[:file] if more[:file]
  issue.save!
  journal = issue.journals.reload.last
  date(journal, hours)
  issue.update_columns(updated_on: ago(hours))
  journal
end

def move(issue, hours, by, status)
  note(issue, hours, by, "", status: status)
end

# 1: everything at once.
export = issue(
  "The export stops after 10 000 rows", 240,
  says: "Since Monday our nightly export ends at **exactly** 10 000 rows.\n\n" \
        "1. Open *Reports*\n2. Choose “Orders”, the whole year\n3. Press Export\n\n" \
        "No error is shown. <b>We need all 41 307 rows</b> for the audit.",
  priority: "High", to: INES, fields: { version: "4.2.1", seats: "25", tested: "1", systems: %w[Linux Windows] },
  files: [file("export.log", "10000 rows written\n", ALICE, 240.01)]
)
move(export, 236, INES, "In Progress")
note(export, 230, INES, "Thank you. Could you send me the line of the log that begins with `limit`?",
     status: "Feedback")
note(export, 229, TOM, "The limit is ours, see the change of last week. Do not tell yet.", private: true)
slip = note(export, 228, TOM, "All limits are in this file.", file: file("all limits.txt", "secret\n", TOM, 228))
# Made private when somebody noticed. Redmine still names the file to everybody.
slip.update_columns(private_notes: true)
note(export, 200, ALICE, "Here it is.", file: file("limit line.txt", "limit=10000\n", ALICE, 200))
note(export, 190, ALICE, "", file: file("second run.txt", "limit=10000\n", ALICE, 190))
note(export, 180, INES, "", due: true)
note(export, 170, INES, "", priority: "Urgent")
note(export, 30, INES, "There is a fix in 4.2.2. Does the export reach the end now?", status: "Feedback")

# 2: bob's.
issue("Invoice in the wrong currency", 100, by: BOB, says: "It says USD, we pay EUR.")
# 4 is below one that the desk keeps to itself, 5 below one that alice may see.
inside = issue("Rework the limits", 220, by: TOM)
stops = issue("Import stops too", 210, parent: inside, says: "Perhaps the same as the export?")
issue("Import of suppliers stops", 205, parent: stops)
# 6: closed, 7: rejected, 8: resolved, 9: opened again.
closed = issue("How do I add a second warehouse?", 900, says: "I cannot find the button.", to: TOM)
note(closed, 890, TOM, "Under Settings, Places, Add. The button needs the role *Planner*.")
note(closed, 880, ALICE, "Found it, thank you.", status: "Closed")
issue("Please ship kettles by drone", 800, status: "Rejected", priority: "Low")
issue("Labels print twice", 500, status: "Resolved", to: INES, priority: "Normal")
again = issue("Search finds nothing in Arabic", 700, says: "البحث عن «غلاية» لا يجد شيئًا.", to: TOM)
move(again, 690, TOM, "Closed")
note(again, 20, ALICE, "It is back since this morning.", status: "New")
# 10: copied to carol.
shared = issue("Two users see each other's drafts", 60, priority: "Immediate", to: TOM, status: "In Progress")
Watcher.create!(watchable: shared, user: CAROL)
# 11 to 30: enough for a second page.
[
  ["帳票の日付が一日ずれます", "Normal", "In Progress"],
  ["Le rapport mensuel arrive deux fois", "Low", "New"],
  ["API key does not work after renewal", "High", "Feedback"],
  ["Can the session last longer than an hour?", "Low", "New"],
  ["Price list: column \"net\" is empty", "Normal", "New"],
  ["Slow since the move to the new region", "Urgent", "In Progress"],
  ["Wrong time zone in reminders", "Normal", "Resolved"],
  ["Mail to the warehouse is rejected", "High", "In Progress"],
  ["Bar codes of 14 digits", "Normal", "New"],
  ["Stock shows -3 for returned kettles", "High", "Feedback"],
  ["Printing from a tablet", "Low", "Closed"],
  ["Colours of the chart cannot be told apart", "Normal", "New"],
  ["How long are logs kept?", "Low", "Closed"],
  ["Undo after merging two suppliers", "Normal", "Rejected"],
  ["Password rules are nowhere written", "Low", "Resolved"],
  ["Rounding in the yearly sum", "Normal", "In Progress"],
  ["Webhook is called three times", "High", "In Progress"],
  ["Dashboard: “last week” begins on Sunday", "Normal", "New"],
  ["Copy of an order loses its notes", "Normal", "Feedback"],
  ["Sign-in page is in English only", "Low", "New"]
].each_with_index do |(subject, priority, status), index|
  issue(subject, 300 + 7 * index, priority: priority, status: status == "New" ? nil : status)
end

# 31: what the tests write into. 32: emil may look at it. 33: is closed and opened by the tests. 34: the
# same in a browser.
issue("The kettle whistles at night", 50, by: DORA, says: "Every night at three.", to: INES)
issue("Where is my order?", 48, by: EMIL, says: "It was to come on Monday.", to: INES)
issue("The lid does not close", 40, by: DORA, says: "Not since I washed it.", to: INES)
issue("The spout drips", 39, by: DORA, says: "On the table, never into the cup.", to: INES)

[ALICE, BOB, CAROL, DORA, EMIL, INES].each { |user| puts "#{user.login} #{user.api_key}" }
