# A small company's desk in Request Tracker: five customers, one of the staff.
#
# Run by request_tracker.sh beside RT's own modules. Prints `login token`, a line each. Times are
# hours before now, so that "3 days ago" stays true; ids count from 1 in the order of this file.
use strict;
use warnings;
use utf8;

# What RT does it stamps with this clock: what has been lies in the past.
our $now;
BEGIN {
    $now = CORE::time();
    *CORE::GLOBAL::time = sub () { $now };
    *CORE::GLOBAL::gmtime = sub (;$) { CORE::gmtime(@_ ? $_[0] : $now) };
}

use Compress::Zlib ();
use Encode qw(encode);
use MIME::Entity ();
use RT -init;

my $BEGINNING = $now;
my $SYSTEM = RT->SystemUser;

sub ago { $now = $BEGINNING - int($_[0] * 3600) }

# What a method of RT says, as a failure of the seed.
sub done {
    my ($ok, @rest) = @_;
    my ($why) = grep { defined && !ref } reverse @rest;
    die $why // "refused" unless $ok;
    return $ok;
}

ago(2000);
# Nobody reads mails here. That an answer opens a ticket again stays.
my $scrips = RT::Scrips->new($SYSTEM);
$scrips->UnLimit;
while (my $it = $scrips->Next) {
    done($it->SetDisabled(1)) unless $it->ActionObj->Name =~ /^Open/;
}

sub queue {
    my ($name, @rights) = @_;
    my $queue = RT::Queue->new($SYSTEM);
    done($queue->Create(Name => $name));
    for my $role (qw(Requestor Cc)) {
        my $group = RT::Group->new($SYSTEM);
        done($group->LoadRoleGroup(Object => $queue, Name => $role));
        done($group->PrincipalObj->GrantRight(Right => $_, Object => $queue)) for @rights;
    }
    return $queue;
}

sub grant {
    my ($name, @rights) = @_;
    my $group = RT::Group->new($SYSTEM);
    done($group->LoadSystemInternalGroup($name));
    done($group->PrincipalObj->GrantRight(Right => $_, Object => RT->System)) for @rights;
}

grant('Everyone', qw(SeeQueue CreateTicket));
grant('Privileged', qw(ShowTicket ShowTicketComments ReplyToTicket CommentOnTicket ModifyTicket
    OwnTicket SeeQueue SeeCustomField ModifyCustomField));
my $SUPPORT = queue('Support', qw(ShowTicket ReplyToTicket ModifyTicket SeeCustomField));
# Here customers answer but change nothing; there they read only.
my $BILLING = queue('Billing', qw(ShowTicket ReplyToTicket));
my $NOTICES = queue('Notices', qw(ShowTicket));

my %TOKEN;

sub person {
    my ($login, $name, $privileged) = @_;
    my $user = RT::User->new($SYSTEM);
    done($user->Create(
        Name => $login, RealName => $name, EmailAddress => "$login\@example.com",
        Privileged => $privileged || 0,
    ));
    my $token = RT::AuthToken->new($SYSTEM);
    my ($ok, $why, $secret) = $token->Create(Owner => $user->Id, Description => 'tests');
    done($ok, $why);
    $TOKEN{$login} = $secret;
    return RT::CurrentUser->new($login);
}

my $ALICE = person('alice', 'Alice Moreau');
my $BOB = person('bob', 'Bob Okafor');
my $CAROL = person('carol', 'Carol Lindqvist');
# What tests write, they write as her: the others' tickets stay as they are here.
my $DORA = person('dora', 'Dora Niemi');
my $EMIL = person('emil', 'Emil Novak');
my $INES = person('ines', 'Inês Duarte', 1);

sub field {
    my ($name, $type, $count, @values) = @_;
    my $field = RT::CustomField->new($SYSTEM);
    done($field->Create(
        Name => $name, Type => $type, MaxValues => $count,
        LookupType => RT::Ticket->CustomFieldLookupType,
    ));
    done($field->AddValue(Name => $_)) for @values;
    my $every = RT::Queue->new($SYSTEM);
    done($field->AddToObject($every));
    return $field;
}

my %FIELD = (
    version => field('Version in use', 'Freeform', 1),
    systems => field('Systems', 'Select', 0, qw(Linux macOS Windows)),
);

# A message as a mail program sends it: plain words, HTML, or both, and files.
sub mail {
    my ($says, %more) = @_;
    my @plain = (Type => 'text/plain', Charset => 'UTF-8', Data => [encode('UTF-8', $says)]);
    my $html = $more{html};
    my @html = (Type => 'text/html', Charset => 'UTF-8', Data => [encode('UTF-8', $html // '')]);
    my @files = @{ $more{files} || [] };
    if (!@files) {
        return MIME::Entity->build(@plain) if !defined $html;
        return MIME::Entity->build(@html) if $says eq '';
    }
    my $kind = @files ? 'mixed' : 'alternative';
    my $whole = MIME::Entity->build(Type => "multipart/$kind");
    my $place = $whole;
    if (@files && defined $html && $says ne '') {
        $place = MIME::Entity->build(Type => 'multipart/alternative', Top => 0);
        $whole->add_part($place);
    }
    $place->attach(@plain) if $says ne '' || !defined $html;
    $place->attach(@html) if defined $html;
    for my $file (@files) {
        my ($name, $type, $bytes) = @$file;
        $whole->attach(
            Type => $type, Filename => encode('UTF-8', $name), Data => [$bytes],
            Encoding => 'base64', Disposition => 'attachment',
        );
    }
    return $whole;
}

sub ticket {
    my ($subject, $hours, %more) = @_;
    ago($hours);
    my $by = $more{by} || $ALICE;
    my $ticket = RT::Ticket->new($by);
    done($ticket->Create(
        Queue => ($more{queue} || $SUPPORT)->Id, Subject => $subject,
        Requestor => ($more{for} || $by)->Name,
        Cc => $more{cc} || [], MIMEObj => $more{mail} || mail($more{says} // ''),
    ));
    my $it = as($INES, $ticket);
    done($it->SetPriority($more{priority})) if $more{priority};
    done($it->SetOwner($INES->Id)) if $more{to};
    for my $name (sort keys %{ $more{fields} || {} }) {
        my $values = $more{fields}{$name};
        done($it->AddCustomFieldValue(Field => $FIELD{$name}->Id, Value => $_)) for @$values;
    }
    move($ticket, $hours, $more{status}) if $more{status};
    return $ticket;
}

# The same ticket in somebody else's hands.
sub as {
    my ($who, $ticket) = @_;
    my $it = RT::Ticket->new($who);
    done($it->Load($ticket->Id));
    return $it;
}

sub answer {
    my ($ticket, $hours, $who, @mail) = @_;
    ago($hours);
    done(as($who, $ticket)->Correspond(MIMEObj => mail(@mail)));
}

sub comment {
    my ($ticket, $hours, @mail) = @_;
    ago($hours);
    done(as($INES, $ticket)->Comment(MIMEObj => mail(@mail)));
}

sub move {
    my ($ticket, $hours, $status) = @_;
    ago($hours);
    done(as($INES, $ticket)->SetStatus($status));
}

# A picture of 48 × 48 points in one colour, as PNG.
sub picture {
    my $chunk = sub {
        my ($type, $data) = @_;
        return pack('N', length $data) . $type . $data
            . pack('N', Compress::Zlib::crc32($type . $data));
    };
    my $rows = ("\0" . "\xb4\x3a\x1e" x 48) x 48;
    return "\x89PNG\r\n\x1a\n" . $chunk->('IHDR', pack('NNCCCCC', 48, 48, 8, 2, 0, 0, 0))
        . $chunk->('IDAT', Compress::Zlib::compress($rows)) . $chunk->('IEND', '');
}

# 1: everything at once.
my $labels = ticket(
    "Labels print with last year's address", 240, priority => 50, to => 1,
    fields => { version => ['4.2.1'], systems => [qw(Linux Windows)] },
    mail => mail(
        "Since Monday every label carries the address of our old warehouse.\n\n"
            . "    Settings > Places > Main\n\nshows the *new* one. 1 < 2, and <b>this is no tag</b>.",
        files => [['print log.txt', 'text/plain', "label 1: Quay 4\nlabel 2: Quay 4\n"]],
    ),
);
move($labels, 236, 'open');
answer($labels, 230, $INES, '',
    html => '<p>Thank you, Alice.</p><p>Could you send a <b>photo</b> of one label &amp; say which'
        . ' printer it is?<br>The model is on its back.</p><script>alert(1)</script>');
comment($labels, 229, 'The address is cached by the print service. Do not tell yet, the fix is not out.',
    files => [['inside only.txt', 'text/plain', "secret\n"]]);
move($labels, 228, 'stalled');
answer($labels, 200, $ALICE, "Here it is: printer K-200.",
    html => '<div>Here it is: printer <i>K-200</i>.</div>',
    files => [['Étiquette n° 1.png', 'image/png', picture()], ['model.txt', 'text/plain', "K-200\n"]]);
move($labels, 190, 'open');
answer($labels, 30, $INES, "We have a fix in 4.2.2. Do the labels show Quay 9 now?");
move($labels, 29.9, 'stalled');
# 2: bob's.
ticket('Invoice in the wrong currency', 100, by => $BOB, says => 'It says USD, we pay EUR.');
# 3: copied to carol.
my $shared = ticket("Two users see each other's drafts", 60, cc => ['carol'], priority => 100, to => 1,
    says => 'It happened twice today, in two browsers.', status => 'open');
answer($shared, 58, $CAROL, 'I saw it too, at 9:40.');
# 4: long.
my $long = ticket('The nightly import is slow', 1500, says => 'Run 1 took 50 minutes.', to => 1);
answer($long, 1500 - 20 * $_, $_ % 2 ? $INES : $ALICE, "Run " . ($_ + 1) . ": " . (50 + $_) . " minutes.")
    for 1 .. 60;
# 5 to 8: over, each in its own way; opened again.
my $resolved = ticket('How do I add a second warehouse?', 900, says => 'I cannot find the button.');
answer($resolved, 890, $INES, 'Under Settings, Places, Add. The button needs the role *Planner*.');
move($resolved, 880, 'resolved');
ticket('Please ship kettles by drone', 800, says => 'Would be nice.', status => 'rejected');
my $again = ticket('Search finds nothing in Arabic', 700, says => 'البحث عن «غلاية» لا يجد شيئًا.');
move($again, 690, 'resolved');
answer($again, 20, $ALICE, 'It is back since this morning.');
ticket('帳票の日付が一日ずれます', 650, says => 'タイムゾーンは東京です。', status => 'stalled');
# 9 to 28: enough for a second page.
my $hours = 300;
for (
    ['Le rapport mensuel arrive deux fois', 0, 'new'],
    ['API key does not work after renewal', 50, 'stalled'],
    ['Can the session last longer than an hour?', 0, 'new'],
    ['Price list: column "net" is empty', 0, 'open'],
    ['Slow since the move to the new region', 90, 'open'],
    ['Wrong time zone in reminders', 10, 'resolved'],
    ['Mail to the warehouse is rejected', 60, 'open'],
    ['Bar codes of 14 digits', 0, 'new'],
    ['Stock shows -3 for returned kettles', 70, 'stalled'],
    ['Printing from a tablet', 0, 'resolved'],
    ['Colours of the chart cannot be told apart', 20, 'new'],
    ['How long are logs kept?', 0, 'resolved'],
    ['Undo after merging two suppliers', 0, 'rejected'],
    ['Password rules are nowhere written', 0, 'resolved'],
    ['Rounding in the yearly sum', 30, 'open'],
    ['Webhook is called three times', 80, 'open'],
    ['Dashboard: “last week” begins on Sunday', 0, 'new'],
    ['Copy of an order loses its notes', 0, 'stalled'],
    ['Sign-in page is in English only', 0, 'new'],
    ['Two-factor codes come late', 40, 'open'],
) {
    my ($subject, $priority, $status) = @$_;
    ticket($subject, $hours += 7, priority => $priority, says => "$subject.",
        status => $status eq 'new' ? undef : $status);
}
# 29 to 32: for writing. Answered, closed and opened; not to be changed; only to be read.
ticket('A thread for answers', 50, by => $DORA, says => 'Where do answers go?', status => 'open');
ticket('To be closed and opened', 49, by => $DORA, says => 'May I close this?', status => 'open');
ticket('Payment by instalments', 48, by => $DORA, queue => $BILLING, says => 'In three parts?', status => 'open');
ticket('Maintenance on Sunday', 47, by => $DORA, queue => $NOTICES, says => 'Noted.', status => 'open');
# 33: told by phone; he never wrote. 34: one with 31 now. 35 and 36: for writing in a browser.
ticket('The invoice never came', 46, by => $INES, for => $EMIL, says => 'Called: no invoice since May.');
my $twice = ticket('Instalments, again', 45, by => $DORA, says => 'Did my question arrive?');
done(as($INES, $twice)->MergeInto(31));
ticket('The drawer sticks', 44, by => $DORA, says => 'The lower one.', status => 'open');
ticket('The scanner beeps twice', 43, by => $DORA, says => 'For each parcel.', status => 'open');

print "$_ $TOKEN{$_}\n" for sort keys %TOKEN;
