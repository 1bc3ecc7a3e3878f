using Dfm.Core.Accounts;
using Microsoft.Azure.Functions.Worker;

namespace Dfm.Functions.Security;

/// <summary>Who is calling, as the authorisation middleware found out before the function runs.</summary>
internal static class CallerContext
{
    private static readonly object CallerKey = new();
    private static readonly object StaffKey = new();

    /// <summary>The signed-in customer's person.</summary>
    /// <exception cref="InvalidOperationException">The function's audience is not a customer's: a bug.</exception>
    public static Caller Caller(this FunctionContext context) =>
        context.Items.TryGetValue(CallerKey, out var caller)
            ? (Caller)caller
            : throw new InvalidOperationException("No customer is signed in: does the function declare its audience?");

    /// <summary>The name of the API key that DFM's staff calls with; journals show it.</summary>
    /// <exception cref="InvalidOperationException">The function's audience is not staff: a bug.</exception>
    public static string StaffName(this FunctionContext context) =>
        context.Items.TryGetValue(StaffKey, out var name)
            ? (string)name
            : throw new InvalidOperationException("No staff is calling: does the function declare its audience?");

    internal static void SetCaller(this FunctionContext context, Caller caller) => context.Items[CallerKey] = caller;

    internal static void SetStaffName(this FunctionContext context, string name) => context.Items[StaffKey] = name;
}
