namespace Dfm.Core.Accounts;

/// <summary>Refusals of what a Superviseur does with users.</summary>
public static class UserProblems
{
    /// <summary>The customer has no such user.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "user-not-found", "Cet utilisateur n'existe pas.");

    /// <summary>The customer has a user with this identifier.</summary>
    public static Problem Exists { get; } = new(ProblemKind.Conflict, "user-exists", "Votre société a déjà un utilisateur avec cette adresse.");

    /// <summary>The customer would be left without a Superviseur.</summary>
    public static Problem LastSupervisor { get; } = new(
        ProblemKind.Conflict, "last-supervisor", "Votre société doit garder au moins un Superviseur : nommez-en d'abord un autre.");

    /// <summary>The invitation was followed, or the account is closed.</summary>
    public static Problem NotInvited { get; } = new(
        ProblemKind.Conflict, "user-not-invited", "Cet utilisateur a déjà choisi son mot de passe, ou son compte est désactivé.");

    /// <summary>DFM erases the person's data.</summary>
    public static Problem BeingErased { get; } = new(
        ProblemKind.Conflict, "user-being-erased", "GROUPE DFM efface les données de cette personne : son compte ne peut plus être modifié.");

    /// <summary>The customer has as many users as it can have.</summary>
    public static Problem TooMany { get; } = new(
        ProblemKind.Conflict, "too-many-users", $"Une société a {CustomerUsers.Most} utilisateurs au plus.");

    /// <summary>Others changed users of the customer at the same time, at every try.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict, "users-busy", "D'autres utilisateurs sont modifiés au même moment : recommencez dans un instant.");
}
