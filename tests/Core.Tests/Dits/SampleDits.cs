using Dfm.Core.Accounts;
using Dfm.Core.Attachments;
using Dfm.Core.Dits;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Dits;

/// <summary>DITs with valid defaults, in any state.</summary>
internal static class SampleDits
{
    public static readonly DateTimeOffset Monday = new(2037, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static readonly Actor Customer = new(ActorKind.Customer, "Claire Martin", "claire@example.com");

    public static readonly Actor Staff = new(ActorKind.Staff, "Service technique");

    public static readonly Visit Tomorrow = new(Monday.AddDays(1), "Hugo Marchand");

    public static Asset Printer { get; } = new(
        AssetId.Parse("A1"),
        CustomerId.Parse("C1"),
        SiteId.Parse("S1"),
        "Siège",
        AssetKind.Printing,
        "Ricoh",
        "IM C3000",
        "Copieur de l'accueil",
        "3089X1234567",
        "Bâtiment A, rez-de-chaussée",
        "K-100",
        HasCounters: true);

    public static DitRequest Request { get; } =
        new("PANNE", "Panne", "SC542", "Ne s'allume plus.", Urgency.Urgent, "Paul", "01 99 00 12 34", "REF-7");

    public static DitChange Raised(params Attachment[] attachments) => DitDecisions.Raise(
        DitNumber.Of(100_001),
        Printer,
        Request,
        new Person(UserId.Parse("claire"), "Claire Martin", "claire@example.com"),
        Monday,
        Monday.AddHours(4),
        attachments);

    /// <summary>A DIT that came to the state by the shortest way.</summary>
    public static Dit In(DitState state) => WayTo(state, Raised())[^1].Dit;

    /// <summary>The shortest way to the state: what was raised, and what each command made of it.</summary>
    public static IReadOnlyList<DitChange> WayTo(DitState state, DitChange raised)
    {
        var way = new List<DitChange> { raised };
        foreach (var command in Way(state)) way.Add(DitDecisions.Decide(way[^1].Dit, command).Value);
        return way;
    }

    public static Attachment File(string name) => new(name, name, "image/png", 10, Monday, "Claire Martin");

    /// <summary>One of each command.</summary>
    public static IReadOnlyList<DitCommand> Commands { get; } =
    [
        new CancelByCustomer(Monday, Customer, "Réparé entre-temps."),
        new PlanVisit(Monday, Staff, Tomorrow),
        new StartWork(Monday, Staff),
        new FinishWork(Monday, Staff, "Four remplacé.", Monday.AddDays(7)),
        new LeaveUnfinished(Monday, Staff, "Pièce commandée."),
        new Reopen(Monday, Staff, "La panne est revenue."),
        new Close(Monday, Staff),
        new CloseAfterDelay(Monday, Sequence: 4),
        new Withdraw(Monday, Staff, "Matériel hors contrat."),
        new AddMessage(Monday, Customer, "Le code d'accès est le 12."),
        new AddAttachments(Monday, Customer, [File("ecran.png")]),
    ];

    private static IEnumerable<DitCommand> Way(DitState state)
    {
        DitCommand plan = new PlanVisit(Monday, Staff, Tomorrow), start = new StartWork(Monday, Staff);
        DitCommand finish = new FinishWork(Monday, Staff, "Fait.", Monday.AddDays(7));
        return state switch
        {
            DitState.AwaitingPlanning => [],
            DitState.Planned => [plan],
            DitState.InProgress => [plan, start],
            DitState.WorkDone => [plan, start, finish],
            DitState.WorkNotFinished => [plan, start, new LeaveUnfinished(Monday, Staff, "Pièce commandée.")],
            DitState.Closed => [plan, start, finish, new Close(Monday, Staff)],
            DitState.Cancelled => [new CancelByCustomer(Monday, Customer, "Erreur.")],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
    }
}
