namespace Dfm.Functions.Security;

/// <summary>The caller, as set by the authorisation middleware before the function runs.</summary>
public static class CallerContext
{
    private static readonly object CallerKey = new();
    private static readonly object StaffKey = new();
    private static readonly object TicketKey = new();

    /// <summary>The signed-in person of a customer.</summary>
    /// <exception cref="InvalidOperationException">The function's audience is not a customer's.</exception>
    public static Caller Caller(this FunctionContext context) =>
        context.Items.TryGetValue(CallerKey, out var caller)
            ? (Caller)caller
            : throw new InvalidOperationException("No customer is signed in: does the function declare its audience?");

    /// <summary>The person who opens <paramref name="document"/>: the signed-in one, or the one of a ticket for just that document.</summary>
    public static Result<Caller> CallerOf(this FunctionContext context, string document)
    {
        if (!context.Items.TryGetValue(TicketKey, out var item)) return context.Caller();
        var ticket = (Ticket)item;
        return ticket.Document == document ? ticket.Caller : AuthProblems.TicketInvalid;
    }

    /// <summary>The name of the staff's API key, as shown in journals.</summary>
    /// <exception cref="InvalidOperationException">The function's audience is not staff.</exception>
    public static string StaffName(this FunctionContext context) => context.Staff().Name;

    /// <summary>Tells the callers of one customer's data apart: its people, and the API keys of staff and machines.</summary>
    /// <exception cref="InvalidOperationException">The function's audience is neither a customer's nor staff.</exception>
    public static string CallerId(this FunctionContext context) =>
        context.Items.ContainsKey(CallerKey) ? $"user {context.Caller().User}" : $"key {context.Staff().Id}";

    public static void SetCaller(this FunctionContext context, Caller caller) => context.Items[CallerKey] = caller;

    public static void SetTicket(this FunctionContext context, Ticket ticket) => context.Items[TicketKey] = ticket;

    public static void SetStaff(this FunctionContext context, ApiKey key) => context.Items[StaffKey] = key;

    /// <summary>The API key that is calling.</summary>
    /// <exception cref="InvalidOperationException">The function's audience is not staff.</exception>
    public static ApiKey Staff(this FunctionContext context) =>
        context.Items.TryGetValue(StaffKey, out var key)
            ? (ApiKey)key
            : throw new InvalidOperationException("No staff is calling: does the function declare its audience?");
}
